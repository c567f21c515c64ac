"""`json_patch`: a row is changed by operations on what is shown of it, too."""

from __future__ import annotations

from typing import Any

from ..language.design import Design
from ..operation import Operation, refused
from ..record import replace
from .feature import AddedContract, Feature, in_designs
from .routes import Argument, Reading, Router

_MEDIA = "application/json-patch+json"
_SCHEMA = "json-patch"
_MODULE = "core.http.json_patch"
_POINTER: dict[str, Any] = {"type": "string", "pattern": "^(/([^/~]|~[01])*)*$"}


def _wanted(design: Design) -> bool:
    return design.api.json_patch


def _is_patched(operation: Operation) -> bool:
    return operation.kind == "update"


def _operation(operation: Operation) -> Operation:
    """What changes some values of a row takes operations on them, and may test some."""
    if not _is_patched(operation):
        return operation
    http = replace(operation.http, forms=(*operation.http.forms, (_MEDIA, _SCHEMA)))
    return refused(replace(operation, http=http), "conflict")


def _contract(_design: Design, _prefix: str) -> AddedContract:
    names = ["add", "remove", "replace", "move", "copy", "test"]
    operation = {
        "type": "object",
        "required": ["op", "path"],
        "properties": {
            "op": {"type": "string", "enum": names},
            "path": {**_POINTER, "description": "Where, as a pointer of RFC 6901."},
            "from": {**_POINTER, "description": "What is moved, or copied."},
            "value": {"description": "What is added, put in place, or tested."},
        },
    }
    schema = {
        "type": "array",
        "description": "Operations of RFC 6902 on what is shown of the record, done all or "
        "none.",
        "maxItems": 1000,
        "items": operation,
    }
    return AddedContract(schemas={_SCHEMA: schema})


FEATURE = Feature(
    name="json_patch",
    said="json_patch: true",
    summary="A row is changed by operations of JSON Patch, too.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("JsonPatch", "Patchable"),
    operation=_operation,
    contract=_contract,
    router=Router(
        dependencies=lambda operation: (
            [Argument("MEDIA_MATCHES", ((_MODULE, "MEDIA_MATCHES"),))]
            if _is_patched(operation)
            else []
        ),
        reading=Reading(
            of=_is_patched,
            kind=("JsonPatch", ("Patchable",)),
            data="await update_of",
            extra="JSON_PATCH",
            uses=(
                ("typing", "Annotated"),
                *((_MODULE, name) for name in ("JSON_PATCH", "JsonPatch")),
                *((_MODULE, name) for name in ("Patchable", "update_of")),
            ),
        ),
    ),
    brings=(_MEDIA,),
    told=False,
)
