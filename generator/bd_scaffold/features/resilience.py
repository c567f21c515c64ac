"""`resilience`: other systems are called by clients that live with their failures."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .feature import Components, Feature, Reasons, in_designs
from .setting import Setting
from .watching import Watched


def _wanted(design: Design) -> bool:
    return bool(design.resilience)


def _settings(design: Design) -> Iterator[Setting]:
    """Yield where each other system is, and what it knows this one by."""
    for name in design.resilience:
        yield Setting(f"{name.upper()}_URL", ports=(443,))
        yield Setting(f"{name.upper()}_TOKEN", secret=True)


def _watched(design: Design) -> Watched | None:
    from .watching import resilience  # few designs ask for it

    return resilience.watched(design, [*design.resilience])


FEATURE = Feature(
    name="resilience",
    said="resilience: {payments: {timeout: 2s}}",
    summary="Other systems are called by clients with deadlines, retries, breakers and bounds.",
    reasons=Reasons(
        9120,
        "Other systems are called by guarded clients",
        "Another system can be slow, broken or away, and whoever waits for it without a bound "
        "becomes so, too.",
        "Each other system has one client with a pool of its own: a time for the whole call, "
        "attempts within a budget where it is safe to repeat, a circuit breaker, and so many "
        "calls at once. tenacity repeats, httpx calls.",
        "Each process judges the other side for itself. A call that is refused at once fails "
        "sooner than it might have, and what then happens is for the team to write.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    packages={
        "httpx": "the package that other systems are called with",
        "tenacity": "the package that calls are repeated with",
    },
    components=Components(
        headers={
            "Retry-After": {
                "description": "In how many seconds to ask again.",
                "schema": {"type": "integer"},
            }
        }
    ),
    told=False,
    modules=("outbound",),
    settings=_settings,
    watched=_watched,
)
