"""Which checks a field's words bring along: the one listing of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from .slots import Slot, is_encrypted
from .uniques import named

ImpliedCheck = Literal[
    "values", "not_blank", "trim", "lower", "upper", "minimum", "maximum"
]
_SUFFIXES = {"minimum": "min", "maximum": "max"}


def implied_checks(slot: Slot) -> Iterator[ImpliedCheck]:
    """Yield what a column's values are held to, in the order of its table."""
    source = slot.source
    if slot.references or slot.schema.many or is_encrypted(slot):
        return
    if slot.enum:
        yield "values"
    if source is not None and source.not_blank:
        yield "not_blank"
    yield from slot.schema.normal
    if source is not None and source.minimum is not None:
        yield "minimum"
    if source is not None and source.maximum is not None:
        yield "maximum"


def suffix_of(check: ImpliedCheck) -> str:
    """Return how the names of such checks end."""
    return _SUFFIXES.get(check, check)


def implied_check_name(table: str, slot: Slot, check: ImpliedCheck) -> str:
    """Return what a column's check is called, where the design doesn't say it."""
    return named("ck", table, slot.column, suffix_of(check))
