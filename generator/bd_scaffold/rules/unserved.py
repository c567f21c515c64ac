"""What lists of very many rows are asked for, and no index finds."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.unserved import unserved
from .finding import listed

_SEEN = 6
"""How many of them a note names."""


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield of each large table the filters and orders of its list that read all of it."""
    for entity in resolved.entities.values():
        if found := [*unserved(resolved, entity)]:
            more = [f"{len(found) - _SEEN} more"] if len(found) > _SEEN else []
            message = (
                f"{listed([*found[:_SEEN], *more])} read all of {entity.volume:,} rows: "
                "no index begins with the column, or in that order."
            )
            hint = "Add one to `indexes`, with what they are asked for together, or leave it."
            place = ("entities", entity.name)
            yield Finding(place, "BD965", message, hint)
