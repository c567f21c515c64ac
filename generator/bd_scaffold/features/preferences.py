"""`prefer`: a client may have its writes answered without a body."""

from __future__ import annotations

from ..language.design import Design
from ..operation import Operation
from ..record import replace
from .feature import Components, Feature, in_designs
from .routes import Argument, Finish, Router

_HEADER = "Prefer"
_APPLIED = "Preference-Applied"
_MODULE = "core.http.preferences"
_OK, _NO_CONTENT = 200, 204


def _wanted(design: Design) -> bool:
    return design.api.prefer


def _operation(operation: Operation) -> Operation:
    """What is answered with the row that was written may be answered without it."""
    http = operation.http
    writes = http.method != "get" and operation.kind != "custom"
    if not writes or operation.returned != "one":
        return operation
    asked = replace(
        http,
        parameters=(*http.parameters, _HEADER),
        headers=(*http.headers, _APPLIED),
        minimal=_NO_CONTENT if http.status == _OK else http.status,
    )
    return replace(operation, http=asked)


FEATURE = Feature(
    name="preferences",
    said="prefer: true",
    summary="A write is answered without a body where the client prefers that.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("Minimal",),
    operation=_operation,
    components=Components(
        parameters={
            _HEADER: {
                "name": _HEADER,
                "in": "header",
                "description": "`return=minimal` does without the body of a success, as "
                "RFC 7240 has it; other preferences are ignored.",
                "schema": {"type": "string"},
                "examples": {"minimal": {"value": "return=minimal"}},
            }
        },
        headers={
            _APPLIED: {
                "description": "`return=minimal`, where the body is left out.",
                "schema": {"type": "string"},
            }
        },
    ),
    router=Router(
        headers={_HEADER: Argument("minimal: Minimal", ((_MODULE, "Minimal"),))},
        finish=Finish(
            (_MODULE, "preferred"),
            ("minimal",),
            lambda operation: operation.http.minimal is not None,
        ),
    ),
    brings=(_HEADER, _APPLIED, "200 204"),
    told=False,
)
