"""What a design says of its value types; of their parts, the fields that have them tell."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Model
from .change import Change
from .lists import reordered, reworded


def value_types(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the types of values with parts."""
    matched = matching.types(old, new)
    for older, newer in matched.kept:
        if older.name != newer.name:
            yield Change(older.name, f"renamed to {newer.name}", "renamed")
        yield from reworded(
            older.name, "description", older.description, newer.description
        )
    for each in matched.added:
        yield Change(each.name, "added", "added")
    for each in matched.removed:
        yield Change(each.name, "removed", "removed")
    yield from reordered("types", "they stand", old.types, matched)
