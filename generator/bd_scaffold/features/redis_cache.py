"""`cache: {store: redis}`: what one process keeps, all of them have."""

from __future__ import annotations

from . import cache
from .feature import Feature, Usage


def _is_shared(usage: Usage) -> bool:
    design = usage.design
    stored = design is not None and design.cache.store == "redis"
    return stored and cache.is_used(usage)


FEATURE = Feature(
    name="redis_cache",
    said="cache: {store: redis}",
    summary="Answers that are kept are kept in Redis, for all processes.",
    used_by=_is_shared,
    packages={"redis": "the client of Redis"},
    told=False,
)
