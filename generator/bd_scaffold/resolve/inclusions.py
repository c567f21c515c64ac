"""What relates the rows of an answer to those that it may include."""

from __future__ import annotations

from collections.abc import Iterator

from .fields import Field
from .resolved import Resolved, ResolvedEntity
from .slots import Slot


def list_item(target: ResolvedEntity) -> str:
    """Return what the schema of a list's row is called beyond its entity, if it has one."""
    return "ListItem" if target.abridges else ""


def among(slot: Slot) -> str:
    """Return what a list is told by which values of a column it is narrowed to."""
    return f"_among_{slot.attribute}"


def references_of(entity: ResolvedEntity, relation: str) -> list[Slot]:
    """Return the columns by which a relation refers to a row, without what divides rows."""
    found = [slot for slot in entity.slots if slot.field_name == relation]
    return [slot for slot in found if slot.references]


def related_slots(
    resolved: Resolved, entity: ResolvedEntity, field: Field
) -> tuple[Slot, Slot | None]:
    """Return the column of a row, and that of its related rows with the same value.

    Rows of many to many have none: a table relates them.
    """
    target = resolved.entities[field.source.type]
    if field.kind == "reference":
        (own,) = references_of(entity, field.name)
        return own, _named(target, own.target)
    if field.kind == "inverse":
        (theirs,) = references_of(target, str(field.source.by))
        return _named(entity, theirs.target), theirs
    (key,) = entity.key
    return key, None


def included_by(resolved: Resolved, target: ResolvedEntity) -> Iterator[Slot]:
    """Yield the columns by which rows of an entity are found where others include them."""
    seen: set[str] = set()
    for entity in resolved.entities.values():
        for field in entity.fields.values():
            if not field.source.include or field.source.type != target.name:
                continue
            _, theirs = related_slots(resolved, entity, field)
            if theirs is not None and theirs.attribute not in seen:
                seen.add(theirs.attribute)
                yield theirs


def _named(entity: ResolvedEntity, name: str | None) -> Slot:
    return next(slot for slot in entity.slots if slot.name == name)
