"""Which values the rows of tests have, so that they keep an entity's checks together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, product
from typing import Any

from .. import names
from ..language.expression import (
    Binary,
    Expression,
    Like,
    Literal,
    Within,
    fields_of,
    walk,
)
from ..language.truth import holds
from ..resolve.slots import (
    Slot,
    default_value,
    has_default,
    is_computed,
    is_server_set,
    made,
)
from ..resolve.types import Enum, Schema
from ..resolve.values import INTEGER_BOUNDS
from .choice import Choice
from .python.values import decimal_literal
from .times import day, hour, moment

_TRIED_ROWS = (1, 2, 3, 9, 30, 59, 149)
_TRIED_COMBINATIONS = 20_000
_UNKNOWN: Any = object()


def constant(value: Any) -> Choice:
    """Return a choice that is the same for every row."""
    return Choice(_literal(value), lambda _n: value)


def opaque(around: str, items: Sequence[str]) -> Choice:
    """Return a choice that no check can look into."""
    source = around.format(", ".join(items)) if items else around
    return Choice(source, lambda _n: _UNKNOWN, head=around, items=tuple(items))


def member_of(enum: Enum, value: str) -> Choice:
    """Return the choice of one of an enum's values."""
    name = next(member.name for member in enum.members if member.value == value)
    return Choice(f"enums.{enum.class_name}.{name}", lambda _n: value)


def consistent(
    slots: Sequence[Slot],
    usual: Mapping[str, Choice],
    varied: frozenset[str],
    checks: Sequence[Expression],
) -> dict[str, Choice]:
    """Return the usual choices, or others where rows of them would break a check."""
    told = [_judged(check, slots, usual) for check in checks]
    broken = [check for check, is_judged in zip(checks, told, strict=True) if is_judged]
    fixed = {slot.field_name: _fixed(slot) for slot in slots}
    if all(_kept(check, {**fixed, **usual}) for check in broken):
        return dict(usual)
    concerned = {name for check in broken for name in fields_of(check)}
    literals = [value for check in broken for value in _literals(check)]
    options = [
        [
            (slot.field_name, choice)
            for choice in _options(slot, usual[slot.field_name], varied, literals)
        ]
        for slot in slots
        if slot.field_name in concerned and slot.field_name in usual
    ]
    for tried in islice(product(*options), _TRIED_COMBINATIONS):
        chosen = {**usual, **dict(tried)}
        if all(_kept(check, fixed | chosen) for check in broken):
            return chosen
    return dict(usual)


def _judged(
    check: Expression, slots: Sequence[Slot], usual: Mapping[str, Choice]
) -> bool:
    """True where every value that a check compares is known before a test runs."""
    known = {
        slot.field_name: usual.get(slot.field_name, _fixed(slot)) for slot in slots
    }
    return not any(known[name].at(1) is _UNKNOWN for name in fields_of(check))


def _fixed(slot: Slot) -> Choice:
    """Return what a column holds that no test gives a value."""
    if is_computed(slot):
        return opaque("", [])
    if has_default(slot):
        return constant(_comparable(default_value(slot), slot.schema))
    if made(slot):
        return opaque("", [])
    if slot.schema.nullable:
        return constant(None)
    if slot.added:
        return _made(slot)
    return opaque("", [])


def _made(slot: Slot) -> Choice:
    """Return what a capability gives a new row: the present, whenever the tests run."""
    if slot.schema.type == "datetime":
        return Choice("", lambda n: _PRESENT[n % 2])
    return Choice("", lambda _n: 1)


_PRESENT = (
    dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    dt.datetime(2050, 1, 1, tzinfo=dt.UTC),
)
"""A check has to hold for both, since what tests usually give lies between them."""


def _kept(check: Expression, chosen: Mapping[str, Choice]) -> bool:
    used = fields_of(check)
    return all(
        holds(check, {name: chosen[name].at(n) for name in used}) is not False
        for n in _TRIED_ROWS
    )


def _literals(check: Expression) -> Iterator[Any]:
    for node in walk(check.tree):
        if isinstance(node, Within):
            yield from (each.value for each in node.values)
        elif isinstance(node, Like):
            yield node.pattern.replace("%", "").replace("_", "x")
        elif isinstance(node, Binary):
            for side in (node.left, node.right):
                if isinstance(side, Literal):
                    yield side.value


def _options(
    slot: Slot, usual: Choice, varied: frozenset[str], literals: Sequence[Any]
) -> Iterator[Choice]:
    """The usual choice, then others of the same type, then none at all."""
    yield usual
    schema = slot.schema
    if slot.name in varied or is_server_set(slot):
        return
    if slot.enum:
        yield from (member_of(slot.enum, m.value) for m in slot.enum.members)
    elif schema.type == "boolean":
        yield constant(value=False)
    elif schema.type in (*INTEGER_BOUNDS, "decimal", "float"):
        yield from map(constant, _numbers(schema, literals))
    elif schema.type == "date":
        yield from (day(schema, year) for year in (2000, 2022, 2060, 2100))
    elif schema.type.startswith("datetime"):
        yield from (moment(schema, year) for year in (2000, 2022, 2060, 2100))
    elif schema.type == "time":
        yield from (hour(schema, start) for start in (0, 6, 12, 18, 23))
    elif schema.type in ("string", "text"):
        yield from map(constant, _texts(schema, literals))
    if schema.nullable:
        yield constant(None)


def _texts(schema: Schema, literals: Sequence[Any]) -> Iterator[str]:
    """Texts that a check speaks of, and some of the lengths that it does, in either case."""
    yield from (each for each in literals if isinstance(each, str))
    longest = min(schema.max_length or _LONGEST_TRIED, _LONGEST_TRIED)
    numbers = [each for each in literals if type(each) is int]
    for length in dict.fromkeys(n + d for n in (1, *numbers) for d in (0, 1, -1)):
        if (schema.min_length or 1) <= length <= longest:
            yield from ("x" * length, "X" * length)


_LONGEST_TRIED = 200


def _numbers(
    schema: Schema, literals: Sequence[Any]
) -> Iterator[int | float | Decimal]:
    """Numbers at the edges of what a check and the type say, within the type's bounds."""
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    bounds = [Decimal(b) for b in (schema.minimum, schema.maximum) if b is not None]
    near = [Decimal(each) for each in literals if isinstance(each, int | Decimal)]
    edges = [*near, *bounds, Decimal(0), Decimal(1), Decimal(10), Decimal(1000)]
    for number in dict.fromkeys(e + d for e in edges for d in (0, unit, -unit)):
        if _is_within(number, schema, unit):
            yield _typed(number, schema)


def _is_within(number: Decimal, schema: Schema, unit: Decimal) -> bool:
    if schema.minimum is not None and number < Decimal(schema.minimum):
        return False
    if schema.maximum is not None and number > Decimal(schema.maximum):
        return False
    if schema.precision is not None:
        room = Decimal(10) ** (schema.precision - (schema.scale or 0))
        return abs(number) < room and number % unit == 0
    return schema.type == "float" or number % 1 == 0


def _typed(number: Decimal, schema: Schema) -> int | float | Decimal:
    if schema.type == "decimal":
        return number.quantize(Decimal(1).scaleb(-(schema.scale or 0)))
    return float(number) if schema.type == "float" else int(number)


def _comparable(value: Any, schema: Schema) -> Any:
    """Return a JSON value as what a check compares it as."""
    if not isinstance(value, str):
        return value
    if schema.type == "decimal":
        return Decimal(value)
    if schema.type == "date":
        return dt.date.fromisoformat(value)
    if schema.type.startswith("datetime"):
        return dt.datetime.fromisoformat(value)
    if schema.type == "time":
        return dt.time.fromisoformat(value)
    return value


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return names.python_string(value)
    return decimal_literal(value) if isinstance(value, Decimal) else repr(value)
