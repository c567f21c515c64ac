"""What a design tells others of, then and now."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Event, Model
from .change import BREAKING, Change
from .lists import came_and_went, reordered, replaced, reworded, shuffled
from .renames import DeclaredRenames

_REMOVED = "removed; what waits of it is not handed on"
_SAYS = "; what waits by then says what its row has when it is handed on"


def events(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in the events of a design."""
    found = matching.matched(old.events, new.events, lambda each: each.name)
    for older, newer in found.kept:
        yield from _event(older, newer, renames)
    for each in found.added:
        yield Change(f"events.{each.name}", "added", "added")
    for each in found.removed:
        yield Change(f"events.{each.name}", _REMOVED, "removed", BREAKING)
    yield from reordered("events", "they stand", old.events, found)


def _event(old: Event, new: Event, renames: DeclaredRenames) -> Iterator[Change]:
    subject = f"events.{old.name}"
    if old.name != new.name:
        yield Change(subject, f"renamed to {new.name}", "renamed", BREAKING)
    entity = renames.entities.get(old.entity, old.entity)
    moved = renames.transitions.get(new.entity, {})
    then = [f"{entity}.{moved.get(each, each)}" for each in old.operations]
    now = [f"{new.entity}.{each}" for each in new.operations]
    yield from came_and_went(f"{subject}.from", then, now, removed=BREAKING)
    yield from shuffled(f"{subject}.from", "", then, now)
    called = renames.fields.get(new.entity, {})
    said = [called.get(each.field, each.field) for each in old.fields]
    says = [each.field for each in new.fields]
    for each in dict.fromkeys(says):
        if each not in said:
            yield Change(f"{subject}.{each}", f"added{_SAYS}", "added")
    for each in dict.fromkeys(said):
        if each not in says:
            yield Change(f"{subject}.{each}", "removed", "removed", BREAKING)
    yield from shuffled(f"{subject}.fields", "", said, says)
    yield from replaced(subject, "version", old.version, new.version)
    yield from reworded(subject, "description", old.description, new.description)
