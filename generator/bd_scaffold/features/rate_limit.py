"""`rate_limit`: a caller may make so many requests in a time."""

from __future__ import annotations

from collections.abc import Iterable

from ..language.design import Design
from ..operation import Operation, refused
from ..record import replace
from .feature import (
    Components,
    Feature,
    Reasons,
    Usage,
)
from .setting import Setting
from .watching import Watched

_COUNTS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_NUMBER = {"type": "integer"}


def _operation(operation: Operation) -> Operation:
    """Requests are refused when there are too many, and answers say how many are left."""
    http = replace(operation.http, always=(*operation.http.always, *_COUNTS))
    return refused(replace(operation, http=http), "too_many_requests")


def told(counts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the headers of a refusal, of which some count requests."""
    names = (*counts, "Retry-After", "X-Request-ID")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _is_limited(usage: Usage) -> bool:
    """True for an entity with a rate of its own, and of all where the API has one."""
    general = usage.design.api.rate_limit if usage.design else None
    return bool(usage.written.rate_limit or (general and general.limit))


def _watched(design: Design) -> Watched | None:
    from .watching import unseen  # few designs ask for it

    return unseen.limited(design)


FEATURE = Feature(
    name="rate_limit",
    said="rate_limit: 300/minute",
    summary="A caller may make so many requests in a time.",
    reasons=Reasons(
        9106,
        "Requests are rate-limited by caller",
        "One caller must not use up the capacity of all others.",
        "Requests are counted for each caller before their body is read, in the "
        "process or in Redis.",
        "Anonymous callers behind a shared address share its limit. With "
        "several processes, only Redis counts for all.",
    ),
    used_by=_is_limited,
    modules=("rate_limits",),
    operation=_operation,
    components=Components(
        responses={
            "TooManyRequests": {
                "description": "The caller has made as many requests as may be made in "
                "this time.",
                "headers": told(_COUNTS),
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/error"}
                    }
                },
            }
        },
        headers={
            "X-RateLimit-Limit": {
                "description": "How many requests the caller may make in a time.",
                "schema": _NUMBER,
            },
            "X-RateLimit-Remaining": {
                "description": "How many of them are left.",
                "schema": _NUMBER,
            },
            "X-RateLimit-Reset": {
                "description": "When there is one more, in seconds since 1970.",
                "schema": _NUMBER,
            },
            "Retry-After": {
                "description": "In how many seconds to ask again.",
                "schema": _NUMBER,
            },
        },
    ),
    brings=(*_COUNTS, "Retry-After", "429"),
    told=False,
    settings=lambda _design: (
        Setting("RATE_LIMIT_STORAGE", secret=True, ports=(6379,), served="redis"),
    ),
    watched=_watched,
)
