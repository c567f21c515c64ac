"""The author's words for answers that are kept."""

from __future__ import annotations

from typing import Literal

from .reading import Choice, Words, word


class Cache(Words):
    """Where answers are kept that entities say are kept for a time."""

    store: Literal["memory", "redis"] = word(
        Choice(("memory", "redis")),
        "`memory`: each process keeps its own; `redis`: all share those that `CACHE_URL` has.",
        default="memory",
        examples=("redis",),
    )
