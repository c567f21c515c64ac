"""What a design says of its areas; which entity is in which, the entities say."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Model
from .change import Change
from .own_words import changed_words


def areas(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the areas."""
    matched = matching.areas(old, new)
    for older, newer in matched.kept:
        if older.name != newer.name:
            text = f"renamed to {newer.name}"
            yield Change(f"areas.{older.name}", text, "renamed")
        yield from changed_words(f"areas.{older.name}", older.x, newer.x)
    for each in matched.added:
        yield Change(f"areas.{each.name}", "added", "added")
    for each in matched.removed:
        yield Change(f"areas.{each.name}", "removed", "removed")
