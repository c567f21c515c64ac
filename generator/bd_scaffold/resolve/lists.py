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
        for name, operator in _comparisons(slot)
    )


def _comparisons(slot: Slot) -> Iterator[tuple[str, Operator]]:
    kind = slot.schema.type
    if (slot.references or kind not in _NEVER_EQUAL) and not slot.schema.many:
        yield slot.name, "eq"
    if slot.references or is_encrypted(slot):
        return
    if kind in _BOUNDED:
        yield f"min_{slot.name}", "ge"
        yield f"max_{slot.name}", "le"
    if kind in _MOMENTS:
        stem = slot.name.removesuffix("_at").removesuffix("_on")
        yield f"{stem}_after", "gt"
        yield f"{stem}_before", "lt"
