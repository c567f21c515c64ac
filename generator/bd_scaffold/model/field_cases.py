"""Who may not read a field, and who may give it no value, for the tests of access."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..names import safe_attribute
from ..record import Record
from ..resolve.access_rules import EntityAccess, Rule
from ..resolve.slots import Slot, has_default, is_server_set
from .access_truth import Caller, Truth
from .parts import EntityParts
from .types import Filter, Sort


class FieldCase(Record, frozen=True):
    """A property with a rule of its own, and all by which clients ask about it."""

    name: str  # in JSON
    attribute: str  # of the mapped class
    field: str  # in the design
    attributes: tuple[str, ...]  # those of its columns, or of its relation
    unread: tuple[str, ...]  # callers
    unwritten: tuple[str, ...]  # callers
    parameters: tuple[str, ...]  # that narrow lists by it
    sorts: tuple[str, ...]
    needed: bool  # no row is created without it
    fixed: bool  # no change may give it another value, whoever asks
    searched: bool  # lists are searched for it
    unshown: bool  # no answer has it, whoever asks


def field_cases(
    parts: EntityParts,
    asking: Sequence[Caller],
    filters: Sequence[Filter],
    sorts: Sequence[Sort],
    looked_into: Sequence[str],
) -> tuple[FieldCase, ...]:
    """Return what tests try of the fields of an entity that have rules of their own."""
    access = parts.entity.access
    if access is None:
        return ()
    return tuple(_cases(parts, access, asking, filters, sorts, looked_into))


def _cases(
    parts: EntityParts,
    access: EntityAccess,
    asking: Sequence[Caller],
    filters: Sequence[Filter],
    sorts: Sequence[Sort],
    looked_into: Sequence[str],
) -> Iterator[FieldCase]:
    seen = set()
    for field, rules in access.fields.items():
        for name, attribute, slots in _properties(parts, field):
            if name in seen:
                continue
            seen.add(name)
            held = {each.attribute for each in slots}
            held |= {e.relationship for e in parts.listed_keys if e.name == name}
            yield FieldCase(
                name=name,
                attribute=attribute,
                field=field,
                attributes=tuple(sorted(held)),
                unread=_refused(rules.readable, asking),
                unwritten=_refused(rules.writable, asking),
                parameters=tuple(
                    e.name for e in filters if not e.through and e.column in held
                ),
                sorts=tuple(each.name for each in sorts if each.attribute in held),
                needed=any(map(_is_needed, slots)),
                fixed=bool(slots) and all(map(_is_fixed, slots)),
                searched=not held.isdisjoint(looked_into),
                unshown=parts.entity.fields[field].source.writeonly,
            )


def _properties(
    parts: EntityParts, field: str
) -> Iterator[tuple[str, str, tuple[Slot, ...]]]:
    """Yield the properties that a field is, each with its columns."""
    for slot in parts.slots:
        if slot.field_name != field:
            continue
        if slot.part is None:
            yield slot.name, slot.attribute, (slot,)
            continue
        whole = slot.part.field
        own = [e for e in parts.slots if e.part and e.part.field == whole]
        yield whole, safe_attribute(whole), tuple(own)
    for link in parts.listed_keys:
        if link.field == field:
            yield link.name, link.attribute, ()


def _refused(rule: Rule | None, asking: Sequence[Caller]) -> tuple[str, ...]:
    if rule is None:
        return ()
    truth = Truth(None)
    return tuple(e.name for e in asking if truth.of(rule.tree, {}, e) is not True)


def _is_needed(slot: Slot) -> bool:
    optional = slot.part is not None and (slot.part.optional or not slot.part.needed)
    return not (
        optional
        or slot.schema.nullable
        or has_default(slot)
        or slot.from_caller
        or is_server_set(slot)
    )


def _is_fixed(slot: Slot) -> bool:
    immutable = slot.source is not None and slot.source.immutable
    return immutable or is_server_set(slot)
