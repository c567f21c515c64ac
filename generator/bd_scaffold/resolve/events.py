"""What events tell of: operations of an entity, and fields of its rows."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.events import Event
from .resolved import Resolved, ResolvedEntity
from .slots import Slot

CHANGES = ("create", "update", "delete")
"""What is done to rows of any entity, whether or not requests may do it."""


def operations_of(entity: ResolvedEntity) -> tuple[str, ...]:
    """Return the operations of an entity that events may tell of."""
    restored = ("restore",) if entity.keeps_rows else ()
    return (*CHANGES, *restored, *entity.written.transitions)


def subject_of(resolved: Resolved, written: Event) -> ResolvedEntity | None:
    """Return the entity whose rows an event tells of, if it is one."""
    owners = {each.partition(".")[0] for each in written.from_}
    return resolved.entities.get(owners.pop()) if len(owners) == 1 else None


def told_by(written: Event) -> tuple[str, ...]:
    """Return the names of the operations that an event tells of."""
    return tuple(each.partition(".")[2] for each in written.from_)


def slots_called(entity: ResolvedEntity, field: str) -> tuple[Slot, ...]:
    """Return the columns that a field of the design stands for; a value has one a part."""
    return tuple(
        each
        for each in entity.slots
        if field == (each.part.field if each.part else each.field_name)
    )


def slots_told(entity: ResolvedEntity, written: Event) -> Iterator[Slot]:
    """Yield the columns that an event tells of; those of the key where it says none."""
    if not written.fields:
        yield from entity.key
    for name in written.fields:
        yield from slots_called(entity, name)
