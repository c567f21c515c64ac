"""`rate_limit: {headers: ietf}`: what is left is told as the IETF's draft has it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from ..language.tree import Path
from ..operation import Operation
from ..record import replace
from . import rate_limit
from .feature import Components, Feature, Usage

_COUNTS = ("RateLimit", "RateLimit-Policy")
_TEXT = {"type": "string"}


def _operation(operation: Operation) -> Operation:
    """Answers have the draft's headers in place of those of the field's habit."""
    others = rate_limit.FEATURE.components.headers
    kept = (each for each in operation.http.always if each not in others)
    return replace(operation, http=replace(operation.http, always=(*kept, *_COUNTS)))


def _is_told_so(usage: Usage) -> bool:
    said = usage.design.api.rate_limit if usage.design else None
    told = said is not None and said.headers == "ietf"
    return told and rate_limit.FEATURE.used_by(usage)


def _remarks(design: Design) -> Iterator[Finding]:
    """Headers tell of rates, and where nothing has one there is nothing to tell."""
    said = design.api.rate_limit
    rates = any(each.rate_limit for each in design.entities.values())
    if said is not None and not said.limit and not rates:
        path: Path = ("api", "rate_limit")
        message = "It does nothing: neither the API nor any entity has a rate."
        yield Finding(
            path, "BD966", message, "Write {limit: 300/minute, headers: ietf}."
        )


FEATURE = Feature(
    name="ietf_rate_limit",
    said="rate_limit: {headers: ietf}",
    summary="Answers tell of rates as the IETF's draft has it.",
    used_by=_is_told_so,
    remarks=_remarks,
    operation=_operation,
    components=Components(
        responses={
            "TooManyRequests": {
                **rate_limit.FEATURE.components.responses["TooManyRequests"],
                "headers": rate_limit.told(_COUNTS),
            }
        },
        headers={
            "RateLimit": {
                "description": "How many requests the caller has left of a policy (`r`), "
                "and in how many seconds there are more (`t`).",
                "schema": _TEXT,
                "examples": {"api": {"value": '"api";r=299;t=12'}},
            },
            "RateLimit-Policy": {
                "description": "The policy that the request counts in: so many requests "
                "(`q`) in so many seconds (`w`).",
                "schema": _TEXT,
                "examples": {"api": {"value": '"api";q=300;w=60'}},
            },
        },
    ),
    brings=_COUNTS,
    part=False,
    told=False,
)
