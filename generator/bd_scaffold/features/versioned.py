"""`versioned`: a row's version guards it against lost updates."""

from __future__ import annotations

from ..language.trait import Trait
from ..operation import Operation, refused
from ..record import replace
from .feature import Components, Cost, Feature, Reasons
from .routes import Argument, Router
from .tables import Column

_NOT_MODIFIED = 304
_MODULE = "core.http.preconditions"
_TEXT = {"type": "string"}
_WRITES = ("replace", "update", "delete", "transition", "upsert")


def _operation(operation: Operation) -> Operation:
    """Responses tell a row's version, and requests may make it a condition."""
    http = operation.http
    if operation.returned == "one":
        http = replace(http, headers=(*http.headers, "ETag"))
    if operation.kind in ("get", "nested_get"):
        parameters = (*http.parameters, "If-None-Match")
        http = replace(http, parameters=parameters, not_modified=_NOT_MODIFIED)
    elif operation.kind in _WRITES or (operation.kind == "file" and not http.gives):
        http = replace(http, parameters=(*http.parameters, "If-Match"))
        requires = (*operation.requires, "version")
        operation = refused(operation, "precondition_failed")
        operation = refused(operation, "precondition_required")
        operation = replace(operation, requires=requires)
    elif operation.repeats in ("update", "delete"):  # each item says its version
        operation = refused(operation, "precondition_failed")
        operation = refused(operation, "precondition_required")
        operation = replace(operation, requires=(*operation.requires, "version"))
    return replace(operation, http=http)


def _header(name: str, description: str) -> dict[str, object]:
    return {"name": name, "in": "header", "description": description, "schema": _TEXT}


FEATURE = Feature(
    name="versioned",
    said="traits: [versioned]",
    summary="A write to a row that has changed since it was read is refused.",
    reasons=Reasons(
        9102,
        "Concurrent changes are detected by version",
        "When two clients change the same row, the second must not overwrite "
        "the first unknowingly.",
        "Optimistic locking: a row has a version, which responses return as "
        "ETag; a write with If-Match is rejected once the version has changed.",
        "No row is locked while a user edits it. A rejected client reads the "
        "row again and retries.",
    ),
    used_by=lambda usage: "versioned" in usage.written.traits,
    traits=(
        Trait(
            "versioned", "refuses writes to a row that has changed since it was read"
        ),
    ),
    classes=("IfMatch", "IfNoneMatch", "VersionedResponseBuilder"),
    columns=(
        Column(
            "version",
            "integer",
            minimum=1,
            maximum=2**31 - 1,
            on_insert="version",
            mapper="versioned_by",
        ),
    ),
    operation=_operation,
    components=Components(
        parameters={
            "If-Match": _header(
                "If-Match", "Only if the record still has one of these entity tags."
            ),
            "If-None-Match": _header(
                "If-None-Match", "Only if the record has none of these entity tags."
            ),
        },
        responses={
            "NotModified": {
                "description": "The record has not changed.",
                "headers": {
                    "ETag": {"$ref": "#/components/headers/ETag"},
                    "X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"},
                },
            }
        },
        headers={"ETag": {"description": "The record's version.", "schema": _TEXT}},
    ),
    router=Router(
        builder=(_MODULE, "VersionedResponseBuilder"),
        headers={
            "If-Match": Argument("if_match: IfMatch", ((_MODULE, "IfMatch"),)),
            "If-None-Match": Argument(
                "if_none_match: IfNoneMatch = MISSING",
                (("pydantic", "MISSING"), (_MODULE, "IfNoneMatch")),
            ),
        },
        conditions={
            "version": Argument(
                "expected=expected_versions(if_match)",
                ((_MODULE, "expected_versions"),),
            )
        },
    ),
    resource=lambda _usage, _given: ("versioned=True",),
    removal=Cost(breaks_clients=True),
    brings=("ETag", "If-Match", "If-None-Match", "304", "412", "428"),
)
