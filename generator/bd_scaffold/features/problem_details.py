"""`errors: problem`: errors are problem details, as RFC 9457 has them."""

from __future__ import annotations

from typing import Any

from ..language.design import Design
from .feature import Components, Feature, in_designs

_TEXT: dict[str, Any] = {"type": "string"}
_ADDRESS: dict[str, Any] = {"type": "string", "format": "uri-reference"}
_DETAIL: dict[str, Any] = {
    "type": "object",
    "required": ["field", "message", "code"],
    "properties": {"field": _TEXT, "message": _TEXT, "code": _TEXT},
}
_MEMBERS: dict[str, dict[str, Any]] = {
    "type": {**_ADDRESS, "examples": ["about:blank"]},
    "title": {**_TEXT, "description": "The status in words."},
    "status": {"type": "integer", "description": "The status, once more."},
    "detail": {**_TEXT, "description": "What is wrong this time, for people."},
    "instance": {
        **_ADDRESS,
        "description": "This request, below its own address: its identifier.",
    },
    "code": {
        **_TEXT,
        "description": "What is wrong, for programs.",
        "examples": ["VALIDATION_ERROR"],
    },
    "errors": {
        "type": "array",
        "description": "The fields that are wrong, and why.",
        "items": _DETAIL,
    },
    "request_id": _TEXT,
    "timestamp": {"$ref": "#/components/schemas/date-time"},
}


def _wanted(design: Design) -> bool:
    return design.api.errors == "problem"


FEATURE = Feature(
    name="problem_details",
    said="errors: problem",
    summary="Errors are problem details of RFC 9457.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=("ProblemDetails",),
    components=Components(
        error=(
            "application/problem+json",
            {
                "type": "object",
                "description": "Problem details, as RFC 9457 has them.",
                "required": list(_MEMBERS),
                "properties": _MEMBERS,
            },
        )
    ),
    told=False,
)
