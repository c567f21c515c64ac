"""What a list can be narrowed by: its query parameters, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..record import Record
from .slots import Slot, is_encrypted
from .types import Operator

CONTROLS = ("page", "limit", "sort")
"""The query parameters of every list, beside those that capabilities add."""

_BOUNDED = frozenset({"smallint", "integer", "bigint", "float", "decimal"})
_MOMENTS = frozenset({"date", "datetime", "datetime_local", "time"})
_TEXTS = frozenset({"string", "text", "email", "url"})
_NEVER_EQUAL = frozenset({"datetime", "datetime_local", "float"})


class Parameter(Record, frozen=True):
    """One query parameter that narrows a list by comparing a column."""

    name: str
    slot: Slot
    operator: Operator
    stand_in: str = ""  # the attribute that is compared in the place of the slot's


def parameters_of(slots: Sequence[Slot]) -> tuple[Parameter, ...]:
    """Return the query parameters that narrow an entity's list."""
    for_them = {s.added.stands_for: s.attribute for s in slots if s.added}
    return tuple(
        Parameter(name, slot, operator, for_them.get(slot.field_name, ""))
        for slot in slots
        if slot.filter
        for name, operator in comparisons(slot)
    )


class Ordered(Record, frozen=True):
    """A column by which lists are ordered where a request asks for no order."""

    slot: Slot
    descending: bool

    @property
    def text(self) -> str:
        """The column as `sort` would say it: "-placed_at"."""
        return f"{'-' * self.descending}{self.slot.name}"

    @property
    def nulls_last(self) -> bool:
        """True where PostgreSQL has to be told that nulls are last, as they are in lists."""
        return self.descending and self.slot.schema.nullable


def order_of(order: Sequence[str], slots: Sequence[Slot]) -> tuple[Ordered, ...]:
    """Return the order of an entity's lists, as far as its columns are known."""
    found = (
        (named_in(slots, each.removeprefix("-")), each.startswith("-"))
        for each in order
    )
    return tuple(Ordered(slot, down) for slot, down in found if slot is not None)


def named_in(slots: Sequence[Slot], name: str) -> Slot | None:
    """Return the column that has a name, if there is one."""
    return next((slot for slot in slots if slot.name == name), None)


def is_equal_to_some(slot: Slot) -> bool:
    """True for a value by whose equality rows are found."""
    found = bool(slot.references) or slot.schema.type not in _NEVER_EQUAL
    return found and not slot.schema.many


def is_moment(slot: Slot) -> bool:
    """True for a day or a time, of which the ends of a range are excluded or included."""
    return slot.schema.type in _MOMENTS and not slot.references


def is_ranged(slot: Slot) -> bool:
    """True for what has an order of its own: numbers, days and times."""
    ordered = slot.schema.type in _BOUNDED or is_moment(slot)
    return ordered and not slot.references and not is_encrypted(slot)


def has_prefixes(slot: Slot) -> bool:
    """True for a text of which the start can be asked for."""
    text = slot.schema.type in _TEXTS and not slot.references
    return text and not (slot.schema.many or slot.schema.padded or is_encrypted(slot))


def comparisons(slot: Slot) -> Iterator[tuple[str, Operator]]:
    """Yield the parameters that narrow a list by a column, and how each compares it."""
    kind = slot.schema.type
    if is_equal_to_some(slot):
        yield slot.name, "in" if "in" in slot.forms else "eq"
    if not slot.references and not is_encrypted(slot):
        if kind in _BOUNDED:
            yield f"min_{slot.name}", "ge"
            yield f"max_{slot.name}", "le"
        if kind in _MOMENTS:
            yield f"{_stem(slot)}_after", "gt"
            yield f"{_stem(slot)}_before", "lt"
    if slot.forms:
        yield from _asked_for(slot)


def _asked_for(slot: Slot) -> Iterator[tuple[str, Operator]]:
    """Yield what narrows a list beside the usual comparisons."""
    if "range" in slot.forms and is_moment(slot) and is_ranged(slot):
        yield f"{_stem(slot)}_from", "ge"
        yield f"{_stem(slot)}_until", "le"
    if "prefix" in slot.forms and has_prefixes(slot):
        yield f"{slot.name}_prefix", "prefix"
    if "not" in slot.forms and is_equal_to_some(slot):
        yield f"not_{slot.name}", "not_in"
    if "null" in slot.forms and slot.schema.nullable and not slot.schema.many:
        yield f"{slot.name}_null", "null"


def _stem(slot: Slot) -> str:
    return slot.name.removesuffix("_at").removesuffix("_on")
