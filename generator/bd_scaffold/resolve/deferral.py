"""Rows that refer to each other: which can come first, by a relation that is deferred."""

from __future__ import annotations

from collections.abc import Iterator

from .fields import Field
from .indexes import indexes_of
from .resolved import Resolved, ResolvedEntity
from .slots import dividing, is_numbered
from .uniques import among_all_rows
from .values import made_anew


def is_required(field: Field) -> bool:
    """True for a relation that each row has, or by default."""
    source = field.source
    return field.kind == "reference" and (not source.nullable or source.has_default)


def comes_first(resolved: Resolved, field: Field) -> bool:
    """True where a row can be stored before the one that a deferred relation refers to."""
    return field.source.deferred and could_come_first(resolved, field)


def could_come_first(resolved: Resolved, field: Field) -> bool:
    """True where a row could be, by a relation that says `deferred`."""
    if field.kind != "reference":
        return False
    target = resolved.entities[field.source.type]
    return (
        target.name != field.entity_name  # which would be a circle in a tree
        and not target.keeps_rows  # or the repository asks for it at once
        and _is_foreseen(target, field.source.to)
    )


def is_in_circle(resolved: Resolved, field: Field) -> bool:
    """True for a required relation whose target needs a row of this one's kind in the end."""
    if not is_required(field):
        return False
    reached = [field.source.type]
    for entity in reached:
        if entity == field.entity_name:
            return True
        reached += [each for each in _needed(resolved, entity) if each not in reached]
    return False


def is_exclusive(entity: ResolvedEntity, name: str) -> bool:
    """True where no two rows refer to the same one by this field."""
    own = {slot.column for slot in entity.slots if slot.field_name == name}
    own.update(dividing(entity.slots))
    groups = [
        tuple(slot.column for slot in entity.key),
        *among_all_rows(entity),
        *(each.columns for each in indexes_of(entity) if each.unique),
    ]
    return any(own.issuperset(group) for group in groups)


def _needed(resolved: Resolved, entity: str) -> Iterator[str]:
    fields = resolved.entities[entity].fields.values()
    return (each.source.type for each in fields if is_required(each))


def _is_foreseen(target: ResolvedEntity, to: str | None) -> bool:
    """True where what is referred to is known before its row is stored."""
    if to is not None:
        there = target.fields.get(to)
        return there is not None and made_anew(there.source) != "next"
    return not any(is_numbered(part) or part.references for part in target.key)
