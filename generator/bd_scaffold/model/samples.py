"""Values that the tests of a generated project give its rows.

They are valid and readable, and new for each row where the design asks for uniqueness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from .. import names
from ..language.expression import Expression
from ..layout import WIDTH, bracketed
from ..record import Record
from ..resolve import moments
from ..resolve.slots import Slot, is_numbered, is_server_set
from ..resolve.types import Enum, Schema
from ..resolve.values import INTEGER_BOUNDS
from .choice import ABSENT_TEXTS, ROWS, Choice
from .choices import consistent, constant, member_of, opaque
from .python.values import decimal_literal
from .shapes import eval_shape, fallbacks, fits, letters, shapes
from .times import day, hour, moment, variety

USUAL_ROWS = 3
"""How many rows a test makes, where the values don't run out before."""

_ABSENT_DAY = "1999-12-31"
_ABSENT = 150
"""A number that no factory counts up to."""

_FIRST_YEAR = 2024


class Sample(Record, frozen=True):
    """A value that the tests give an attribute; a new one for each `n` where it is unique."""

    attribute: str  # of the mapped class: "name"
    source: str  # the value, ready Python, which may use `n`
    missing: bool  # the value is None, since a rule wants it so


def samples_of(
    slots: Sequence[Slot],
    varied: frozenset[str],
    checks: Sequence[Expression] = (),
    periods: Mapping[str, Choice] = MappingProxyType({}),
) -> tuple[Sample, ...]:
    """Return a value for every attribute that a row needs and no one else provides.

    `varied` are the names of those that need a new value for each row; together the values
    keep the entity's checks, as far as some can be found. `periods` are those that don't
    overlap.
    """
    by_field = {slot.field_name: slot for slot in slots}
    return tuple(
        Sample(
            attribute=by_field[name].attribute,
            source=_laid_out(by_field[name].attribute, choice),
            missing=choice.at(1) is None,
        )
        for name, choice in choices_of(slots, varied, checks, periods).items()
    )


def choices_of(
    slots: Sequence[Slot],
    varied: frozenset[str],
    checks: Sequence[Expression],
    periods: Mapping[str, Choice],
) -> dict[str, Choice]:
    """Return the same by the names of fields, as source and as values."""
    usual = {
        slot.field_name: choice
        for position, slot in enumerate(slots)
        if not slot.references
        for choice in [_usual(slot, position, varied=slot.name in varied)]
        if choice is not None
    }
    apart = {name: choice for name, choice in periods.items() if name in usual}
    return consistent(slots, usual | apart, varied | {*apart}, checks)


def rows_of(slots: Sequence[Slot], unique: Sequence[tuple[str, ...]]) -> int:
    """Return how many rows a test makes: three, or as many as the unique samples allow."""
    by_name = {slot.name: slot for slot in slots}
    limits = [USUAL_ROWS]
    for group in unique:
        sizes = [_variety(by_name[name]) for name in group]
        if None not in sizes:
            limits.append(max(size for size in sizes if size is not None))
    return min(limits)


def absent_value(slot: Slot) -> str | int | None:
    """Return a key's JSON value that no row of a test has; None where that isn't certain."""
    schema = slot.schema
    if is_numbered(slot):
        return int(schema.maximum or 0)
    if schema.type == "uuid":
        return "00000000-0000-0000-0000-000000000000"
    if schema.type == "date" and (schema.minimum or "") <= _ABSENT_DAY:
        return _ABSENT_DAY if (schema.maximum or "~") >= _ABSENT_DAY else None
    if schema.type in ABSENT_TEXTS and schema.minimum is schema.maximum is None:
        return ABSENT_TEXTS[schema.type]
    if schema.type in INTEGER_BOUNDS and _steps(schema) is None:
        start = Decimal(schema.minimum or "0")
        return int(max(start, Decimal(0))) + _ABSENT
    if schema.type in ("string", "text"):
        shape = next(_fitting(slot), None)
        if shape is not None:
            return eval_shape(shape, _ABSENT)
        width = next(_lettered(schema), None)
        return None if width is None else letters(_ABSENT, width)
    return None


def legal_value(slot: Slot) -> str | bool | int:
    """Return a key's JSON value that the contract allows, absent from the table where it can be."""
    absent = absent_value(slot)
    if absent is not None:
        return absent
    if slot.enum:
        return slot.enum.members[0].value
    if slot.schema.type in ("string", "text"):
        return fallbacks(slot.schema)[0]
    if slot.schema.type in moments.EXAMPLES:
        return str(slot.schema.minimum or slot.schema.maximum)
    if slot.schema.type == "boolean":
        return False
    return int(Decimal(slot.schema.minimum or "0"))


def _usual(slot: Slot, position: int, *, varied: bool) -> Choice | None:
    if is_server_set(slot):
        return None
    schema = slot.schema
    if schema.many:
        times = f" * {schema.min_items}" if (schema.min_items or 0) > 1 else ""
        enum = slot.enum
        item = member_of(enum, enum.values[0]).source if enum else _item(schema)
        return opaque("[{}]" + times, [item])
    if slot.enum:
        return _member(slot.enum, key=slot.key or varied)
    if schema.type in ("string", "text"):
        return _text(slot, varied=varied)
    return _KINDS[schema.type](schema, position)


def _member(enum: Enum, *, key: bool) -> Choice:
    values = [member.value for member in enum.members]
    if not key:
        return member_of(enum, values[0])
    kind = f"enums.{enum.class_name}"
    return Choice(
        f"list({kind})[n % {len(values)}]",
        lambda n: values[n % len(values)],
        head="list({})" + f"[n % {len(values)}]",
        items=(kind,),
    )


def _item(schema: Schema) -> str:
    return {
        "smallint": "n",
        "integer": "n",
        "bigint": "n",
        "float": "n + 0.5",
        "boolean": "True",
        "date": "day(2024, n)",
        "datetime": "moment(2024, n)",
        "datetime_local": "wall_clock(2024, n)",
        "decimal": f"{_unit(schema)} * (n % 10)",
        "ip": 'f"192.0.2.{n % 256}"',
        "time": "clock(0, n)",
        "uuid": "uuid.UUID(int=n)",
        "email": 'f"person{n}@example.com"',
        "url": 'f"https://example.com/{n}"',
    }.get(schema.type, 'f"item {n}"' if (schema.max_length or 99) > 8 else '"a"')


def _unit(schema: Schema) -> str:
    return decimal_literal(Decimal(1).scaleb(-(schema.scale or 0)))


def _text(slot: Slot, *, varied: bool) -> Choice:
    shape = next(_fitting(slot), None)
    if shape is not None:
        source = f"f{names.python_string(shape)}"
        return Choice(source, lambda n: eval_shape(shape, n))
    width = next(_lettered(slot.schema), None) if varied else None
    if width is not None:
        return Choice(f"letters(n, {width})", lambda n: letters(n, width))
    texts = fallbacks(slot.schema)
    if not varied or len(texts) == 1:
        return constant(texts[0])
    sources = [names.python_string(text) for text in texts]
    tail = f"[n % {len(texts)}]"
    return Choice(
        f"[{', '.join(sources)}]{tail}",
        lambda n: texts[n % len(texts)],
        head="[{}]" + tail,
        items=tuple(sources),
    )


def _lettered(schema: Schema) -> Iterator[int]:
    """The widths of words of capital letters that a text may be."""
    for width in range(2, 9):
        if all(fits(letters(n, width), schema) for n in range(1, ROWS + 1)):
            yield width


def _laid_out(attribute: str, choice: Choice) -> str:
    """Return a choice's source as black has it behind the key of a dict."""
    lead = f'"{attribute}": '
    if len(f"        {lead}{choice.source},") <= WIDTH:
        return choice.source
    if choice.items:
        head, tail = choice.head.split("{}")
        return bracketed(head, choice.items, tail, indent=8, lead=lead)
    return choice.source.replace(" + ", "\n        + ", 1)


def _fitting(slot: Slot) -> Iterator[str]:
    """The shapes of text that stay within the field's limits for every row of a test."""
    # Without a pattern only the length decides, and it grows with the number.
    tried = range(1, ROWS + 1) if slot.schema.pattern else (1, ROWS)
    for shape in shapes(slot):
        if all(fits(eval_shape(shape, n), slot.schema) for n in tried):
            yield shape


def _variety(slot: Slot) -> int | None:
    """Return how many different samples a slot has; None where they never end."""
    if slot.references or slot.source is None or slot.source.auto:
        return None
    schema = slot.schema
    if slot.enum:
        return len(slot.enum.members)
    if schema.type == "boolean" or schema.many or schema.type in ("json", "bytes"):
        return 1
    if schema.type in ("string", "text"):
        endless = next(_fitting(slot), None) or next(_lettered(schema), None)
        if is_server_set(slot) or endless is not None:
            return None
        return len(fallbacks(schema))
    if schema.type in (*INTEGER_BOUNDS, "decimal"):
        return _steps(schema)
    return variety(schema) if schema.type in moments.EXAMPLES else None


def _steps(schema: Schema) -> int | None:
    if schema.minimum is None or schema.maximum is None:
        return None
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    steps = int((Decimal(schema.maximum) - Decimal(schema.minimum)) / unit) + 1
    return None if steps >= ROWS else steps


def _integer(schema: Schema, _position: int) -> Choice:
    low = int(
        Decimal(schema.minimum or "0").to_integral_value(rounding="ROUND_CEILING")
    )
    start = max(low, 0) if schema.maximum is None or int(schema.maximum) >= 1 else low
    steps = _steps(schema)
    if steps is not None:
        source = f"{low} + n % {steps}" if low else f"n % {steps}"
        return Choice(source, lambda n: low + n % steps)
    if schema.maximum is not None:
        start = min(start, int(schema.maximum) - ROWS)
    return Choice(f"{start} + n" if start else "n", lambda n: start + n)


def _decimal(schema: Schema, _position: int) -> Choice:
    unit, low, high = _limits(schema)
    if high < 0 and schema.minimum is None:
        low = high - unit * ROWS
    steps = int((high - low) / unit) + 1
    first = decimal_literal(low.quantize(unit))
    step = decimal_literal(unit)
    if steps >= ROWS:
        return Choice(f"{first} + n * {step}", lambda n: low + n * unit)
    source = f"{first} + n % {steps} * {step}"
    return Choice(source, lambda n: low + n % steps * unit)


def _limits(schema: Schema) -> tuple[Decimal, Decimal, Decimal]:
    """Return a decimal's smallest step, and its least and greatest sample."""
    scale = schema.scale or 0
    unit = Decimal(1).scaleb(-scale)
    room = Decimal(10) ** ((schema.precision or 1) - scale) - unit
    low = Decimal(schema.minimum) if schema.minimum is not None else Decimal(0)
    high = Decimal(schema.maximum) if schema.maximum is not None else room
    return unit, low, min(high, room)


def _float(schema: Schema, _position: int) -> Choice:
    low = float(schema.minimum) if schema.minimum is not None else 0.0
    if schema.maximum is None:
        return Choice(f"{low} + n", lambda n: low + n)
    high = float(schema.maximum)
    if schema.minimum is None:
        return Choice(f"{high} - n", lambda n: high - n)
    step = (high - low) / ROWS / 2
    return Choice(f"{low} + {step!r} * n", lambda n: low + step * n)


def _boolean(_schema: Schema, _position: int) -> Choice:
    return constant(value=True)


def _opaque(source: str) -> Callable[[Schema, int], Choice]:
    return lambda _schema, _position: opaque(source, [])


_EMAIL = "person{n}@example.com"
_KINDS: dict[str, Callable[[Schema, int], Choice]] = {
    "smallint": _integer,
    "integer": _integer,
    "bigint": _integer,
    "float": _float,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": lambda schema, position: day(schema, _FIRST_YEAR + position),
    "time": lambda schema, position: hour(schema, position % 24),
    "datetime": lambda schema, position: moment(schema, _FIRST_YEAR + position),
    "datetime_local": lambda schema, position: moment(schema, _FIRST_YEAR + position),
    "uuid": lambda _schema, _position: opaque("uuid.UUID({})", ["int=n"]),
    "email": lambda _s, _p: Choice(f'f"{_EMAIL}"', lambda n: _EMAIL.format(n=n)),
    "url": _opaque('f"https://example.com/{n}"'),
    "ip": _opaque('f"192.0.2.{n % 256}"'),
    "json": _opaque('{"n": n}'),
    "bytes": _opaque('f"bytes {n}".encode()'),
}
