"""Forms of filters: each means something for the type of its column."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.filters import Form, forms_of
from ..language.finding import Finding
from ..language.scalars import UNCOMPARED
from ..language.tree import Path
from ..names import with_article
from ..resolve import Resolved, ResolvedEntity
from ..resolve.claims import place_of_field
from ..resolve.lists import has_prefixes, is_equal_to_some, is_ranged
from ..resolve.slots import Slot, is_encrypted
from .finding import about, repeated


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Lists are narrowed by a column in forms that its type and its relation have."""
    for entity in resolved.entities.values():
        for slot in entity.slots:
            if slot.forms and _is_filterable(slot):
                yield from _forms(resolved, entity, slot)
        for field in entity.fields.values():
            columnless = field.is_relation and field.kind != "reference"
            if forms_of(field.source.filter) and columnless:
                message = "A relation that has no column is narrowed by one key alone."
                hint = "Write `filter` without parentheses."
                yield about(field, "BD206", message, hint, "filter")


def _forms(resolved: Resolved, entity: ResolvedEntity, slot: Slot) -> Iterator[Finding]:
    place = _place(resolved, entity, slot)
    for _, form in repeated(slot.forms):
        yield Finding(place, "BD116", f'"{form}" appears twice.')
    if slot.references and _has_parts(entity, slot):
        if slot.name == _first(entity, slot):
            message = f"The key of {slot.references} has several parts."
            hint = (
                "Write `filter` without parentheses: each part is equal to one value."
            )
            yield Finding(place, "BD206", message, hint)
        return
    for form in dict.fromkeys(slot.forms):
        if found := problem(form, slot):
            code, message, hint = found
            yield Finding(place, code, message, hint)


def _is_filterable(slot: Slot) -> bool:
    """True for a column of which the rules of fields don't refuse the filter itself."""
    return not slot.schema.many and slot.schema.type not in UNCOMPARED


def _place(resolved: Resolved, entity: ResolvedEntity, slot: Slot) -> Path:
    """Return where forms are asked for: at a field, or among the columns of an entity's list."""
    listed = resolved.design.entities[entity.name].filter
    if slot.source is None:
        return ("entities", entity.name, "filter", listed.index(slot.name))
    return place_of_field(entity, slot.field_name, "filter")


def _has_parts(entity: ResolvedEntity, slot: Slot) -> bool:
    return sum(each.field_name == slot.field_name for each in entity.slots) > 1


def _first(entity: ResolvedEntity, slot: Slot) -> str:
    return next(e.name for e in entity.slots if e.field_name == slot.field_name)


def problem(form: Form, slot: Slot) -> tuple[str, str, str] | None:
    """Return why a form means nothing for a column, if it does: code, message and way out."""
    kind = "a relation" if slot.references else with_article(_called(slot))
    if form in ("range", "prefix") and is_encrypted(slot):
        return None  # which the capability itself refuses
    if form == "range" and not is_ranged(slot):
        return "BD205", f'"range" does not apply to {kind}.', _RANGED
    if form == "prefix" and not has_prefixes(slot):
        return "BD205", f'"prefix" does not apply to {kind}.', _PREFIXED
    if form in ("not", "in") and not is_equal_to_some(slot):
        message = f'"{form}" is by equality, by which {kind} is not found.'
        return "BD205", message, "Write range, or leave it out."
    if form == "null" and not slot.schema.nullable:
        message = f"{slot.name} is never missing, so null finds all rows or none."
        return "BD207", message, "Leave null out, or write a question mark."
    return None


def _called(slot: Slot) -> str:
    return slot.schema.stored or slot.schema.type


_RANGED = "It is for numbers, days and times."
_PREFIXED = "It is for string, text, email and url."
