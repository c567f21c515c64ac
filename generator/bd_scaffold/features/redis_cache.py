"""`cache: {store: redis}`: what one process keeps, all of them have."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from . import cache
from .feature import Feature, Usage
from .setting import Setting
from .watching import Watched


def _is_shared(usage: Usage) -> bool:
    design = usage.design
    stored = design is not None and design.cache.store == "redis"
    return stored and cache.is_used(usage)


def _remarks(design: Design) -> Iterator[Finding]:
    """A store of answers is for answers that are kept."""
    if design.cache.store == "redis" and not cache.is_wanted(design):
        message = "No entity says that its answers are kept."
        hint = "Say it of one, `cache: 60s`, or leave the word out."
        yield Finding(("cache", "store"), "BD997", message, hint)


def _watched(design: Design) -> Watched | None:
    from .watching import unseen  # few designs ask for it

    return unseen.cached(design)


FEATURE = Feature(
    name="redis_cache",
    said="cache: {store: redis}",
    summary="Answers that are kept are kept in Redis, for all processes.",
    used_by=_is_shared,
    packages={"redis": "the client of Redis"},
    remarks=_remarks,
    told=False,
    shares=("redis",),
    settings=lambda _design: (
        Setting("CACHE_URL", secret=True, needed=True, ports=(6379,), served="redis"),
    ),
    watched=_watched,
)
