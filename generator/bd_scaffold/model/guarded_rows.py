"""Values of rows that tests ask to change their state: those that a guard lets, and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from typing import Any

from ..language.expression import (
    Expression,
    Like,
    Literal,
    Within,
    fields_of,
    walk,
)
from ..language.truth import holds
from ..record import Record
from ..resolve import ResolvedEntity
from ..resolve.slots import Slot, is_computed
from ..resolve.transitions import ResolvedTransition, Set, slot_of, transitions_of

_MOST = 20_000  # combinations of values that are looked at
_DAY, _MOMENT = "2024-02-01", "2024-02-01T00:00:00+00:00"
_THERE: Any = object()
"""Stands for what a row refers to, of which an expression asks only whether it is there."""

Row = Mapping[str, Any]
"""Values by attribute, as JSON has them."""


class GuardRows(Record, frozen=True):
    """Rows of which a transition may be asked."""

    name: str  # of the transition
    passing: Row | None  # in a state in which it begins, it is made; None: not known
    failing: Row | None  # it is refused though it begins there; None where none is


def guarded_rows(entity: ResolvedEntity) -> Iterator[GuardRows]:
    """Yield values of rows for each transition, which keep the entity's checks."""
    for each in transitions_of(entity):
        yield _guarded(entity, each)


def _guarded(entity: ResolvedEntity, transition: ResolvedTransition) -> GuardRows:
    state, when = transition.state.field_name, transition.written.when
    checks = [each.rule for each in entity.written.checks if each.rule is not None]
    about = [each for each in checks if state in fields_of(each)]
    if when is not None:
        about.append(when)
    names = [n for each in about for n in fields_of(each) if n != state]
    slots = {name: slot_of(entity, name) for name in dict.fromkeys(names)}
    known = {name: slot for name, slot in slots.items() if slot is not None}
    constants = [*_constants((*about, *checks))]
    values = {name: [*_values(each, constants)] for name, each in known.items()}
    if len(known) < len(slots) or not all(values.values()):
        return GuardRows(transition.name, None, None)
    tried = _Tried(transition, state, tuple(checks), known)
    combined = [
        dict(zip(values, each, strict=True))
        for each in islice(product(*values.values()), _MOST)
    ]
    passing = next((each for each in combined if tried.passes(each)), None)
    failing = next((each for each in combined if tried.fails(each)), None)
    return GuardRows(transition.name, tried.shown(passing), tried.shown(failing))


class _Tried(Record, frozen=True):
    """Tells what a transition makes of a row."""

    transition: ResolvedTransition
    state: str
    checks: tuple[Expression, ...]
    slots: Mapping[str, Slot]

    def passes(self, row: Row) -> bool:
        """True for a row that may be in every state in which it begins, and be changed."""
        written = self.transition.written
        after = {**row, **{each.slot.field_name: _set(each) for each in self.sets}}
        return all(self._may_be(row, each) for each in written.from_) and all(
            (
                self._may_be(after, written.to),
                *(self._is_let(row, each) for each in written.from_),
            )
        )

    def fails(self, row: Row) -> bool:
        """True for a row that may be in the first of these states, and is not changed."""
        first = self.transition.written.from_[0]
        return self._may_be(row, first) and not self._is_let(row, first)

    @property
    def sets(self) -> Sequence[Set]:
        return self.transition.sets

    def _may_be(self, row: Row, state: str) -> bool:
        held = {**row, self.state: state}
        return not any(holds(each, held) is False for each in self.checks)

    def _is_let(self, row: Row, state: str) -> bool:
        when = self.transition.written.when
        return when is None or holds(when, {**row, self.state: state}) is True

    def shown(self, row: Row | None) -> Row | None:
        """Return a row by its attributes, without what it refers to."""
        if row is None:
            return None
        return {
            self.slots[name].attribute: _shown(v, self.slots[name])
            for name, v in row.items()
            if v is not _THERE
        }


def _shown(value: Any, slot: Slot) -> Any:
    """Return a value as JSON has it."""
    if not isinstance(value, Decimal):
        return value
    return str(value) if slot.schema.type == "decimal" else int(value)


def compared(value: Any, slot: Slot) -> Any:
    """Return a value of JSON as an expression compares it."""
    is_number = slot.schema.type in _NUMBERS and value is not None
    return Decimal(str(value)) if is_number else value


def _set(each: Set) -> Any:
    """Return what a transition sets, as an expression compares it."""
    if each.made == "constant":
        return compared(each.value, each.slot)
    return _THERE if each.made == "account" else _MOMENT


def _constants(expressions: Sequence[Expression]) -> Iterator[Any]:
    for each in expressions:
        for node in walk(each.tree):
            if isinstance(node, Literal):
                yield node.value
            if isinstance(node, Within):
                yield from (value.value for value in node.values)
            if isinstance(node, Like):
                yield node.pattern.replace("%", "")


def _values(slot: Slot, constants: Sequence[Any]) -> Iterator[Any]:
    """Yield values of a column among which expressions may decide; none that nobody sets."""
    source, schema = slot.source, slot.schema
    if source is None or is_computed(slot) or schema.many or slot.part is not None:
        return
    if slot.references:
        yield None if schema.nullable else _THERE
        return
    found: dict[Any, None] = {}
    if slot.enum:
        found = dict.fromkeys(slot.enum.values)
    elif schema.type == "boolean":
        found = {True: None, False: None}
    elif schema.type in _NUMBERS:
        near = (0, 1, *(each for each in constants if _is_number(each)))
        all_ = [Decimal(n) + step for n in near for step in (0, 1, -1)]
        found = dict.fromkeys(each for each in all_ if _is_within(each, slot))
    elif schema.type in ("string", "text"):
        texts = (*(each for each in constants if isinstance(each, str)), "another")
        found = dict.fromkeys(each for each in texts if _fits(each, slot))
    elif schema.type in _MOMENTS:
        found = {_MOMENTS[schema.type]: None}
    yield from found
    if schema.nullable:
        yield None


_NUMBERS = ("smallint", "integer", "bigint", "decimal")
_MOMENTS = {"date": _DAY, "datetime": _MOMENT}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_within(value: Decimal, slot: Slot) -> bool:
    low, high = slot.schema.minimum, slot.schema.maximum
    return (low is None or Decimal(low) <= value) and (
        high is None or value <= Decimal(high)
    )


def _fits(text: str, slot: Slot) -> bool:
    schema = slot.schema
    if schema.pattern or schema.normal or schema.padded:
        return False
    return (schema.min_length or 0) <= len(text) <= (schema.max_length or 100)
