"""Values that the tests of a generated project give its rows.

They are valid and readable, and new for each row where the design asks for uniqueness.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from .. import names
from .regex import matching_texts
from .slots import Slot, is_server_set
from .types import Sample, Schema

_ROWS = 200
"""How many rows of one entity a test may make, at the most."""

_USUAL_ROWS = 3
_CHOICES = 8
_ABSENT = 150
"""A number that no test counts up to."""

_SHAPES = (
    "{word} {{n}}",
    "{word}-{{n}}",
    "{word}_{{n}}",
    "{word}{{n}}",
    "{upper}-{{n}}",
    "{upper}{{n}}",
    "{letter}-{{n}}",
    "{letter}{{n}}",
    "{upper_letter}-{{n}}",
    "{upper_letter}{{n}}",
    "{{n}}",
    "{{n:02}}",
    "{{n:03}}",
    "{{n:04}}",
    "{{n:06}}",
    "{{n:08}}",
    "+{{n}}",
)
_EPOCH = dt.date(2024, 1, 1)


def samples_of(slots: Sequence[Slot], varied: frozenset[str]) -> tuple[Sample, ...]:
    """Return a value for every attribute that a row needs and no one else provides.

    `varied` are the names of those that need a new value for each row.
    """
    return tuple(
        Sample(slot.attribute, source)
        for position, slot in enumerate(slots)
        if not slot.references
        for source in [_source(slot, position, varied=slot.name in varied)]
        if source is not None
    )


def rows_of(slots: Sequence[Slot], unique: Sequence[tuple[str, ...]]) -> int:
    """Return how many rows a test makes: three, or as many as the unique samples allow."""
    by_name = {slot.name: slot for slot in slots}
    limits = [_USUAL_ROWS]
    for group in unique:
        sizes = [_variety(by_name[name]) for name in group]
        if None not in sizes:
            limits.append(max(size for size in sizes if size is not None))
    return min(limits)


def absent_value(slot: Slot) -> str | int | None:
    """Return a key's JSON value that no row of a test has; None where that isn't certain."""
    schema = slot.schema
    if schema.type == "uuid":
        return "00000000-0000-0000-0000-000000000000"
    if schema.type == "date":
        return "1999-12-31"
    if schema.type in ("integer", "bigint") and _steps(schema) is None:
        start = Decimal(schema.minimum or "0")
        return int(max(start, Decimal(0))) + _ABSENT
    if schema.type == "string" and not slot.enum:
        shape = next(_fitting(slot), None)
        return None if shape is None else eval_shape(shape, _ABSENT)
    return None


def legal_value(slot: Slot) -> str | int:
    """Return a key's JSON value that the contract allows, absent from the table where it can be."""
    absent = absent_value(slot)
    if absent is not None:
        return absent
    if slot.enum:
        return slot.enum.members[0].value
    if slot.schema.type == "string":
        return _fallbacks(slot.schema)[0]
    return int(Decimal(slot.schema.minimum or "0"))


def _source(slot: Slot, position: int, *, varied: bool) -> str | None:
    if slot.source is None or (is_server_set(slot) and not slot.key):
        return None
    schema = slot.schema
    if schema.many:
        return f"[{_item(schema)}]"
    if slot.enum:
        members = ", ".join(
            f"enums.{slot.enum.class_name}.{m.name}" for m in slot.enum.members
        )
        return (
            f"[{members}][n % {len(slot.enum.members)}]"
            if slot.key
            else members.split(", ")[0]
        )
    if schema.type in ("string", "text"):
        return _text(slot, varied=varied)
    return _KINDS[schema.type](schema, position)


def _item(schema: Schema) -> str:
    return {
        "integer": "n",
        "bigint": "n",
        "float": "n + 0.5",
        "boolean": "True",
        "email": _email(schema, 0),
        "url": _url(schema, 0),
    }.get(schema.type, 'f"item {n}"' if (schema.max_length or 99) > 8 else '"a"')


def _text(slot: Slot, *, varied: bool) -> str:
    schema = slot.schema
    shape = next(_fitting(slot), None)
    if shape is not None:
        return f"f{names.python_string(shape)}"
    texts = [names.python_string(text) for text in _fallbacks(schema)]
    return _chosen(texts) if varied and len(texts) > 1 else texts[0]


def _chosen(sources: Sequence[str]) -> str:
    """Return an expression that goes round a few values, laid out as black has it in a dict."""
    items = "".join(f"\n            {source}," for source in sources)
    return f"[{items}\n        ][n % {len(sources)}]"


def _fitting(slot: Slot) -> Iterator[str]:
    """The shapes of text that stay within the field's limits for every row of a test."""
    word = slot.name.rpartition("_")[2]
    words = {"word": word, "upper": word.upper(), "letter": word[0]}
    for shape in _SHAPES:
        text = shape.format(**words, upper_letter=word[0].upper())
        if all(_fits(eval_shape(text, n), slot.schema) for n in range(1, _ROWS)):
            yield text


def eval_shape(shape: str, number: int) -> str:
    """Return a shape with its number filled in: `sku-{n:03}`, 7 → `sku-007`."""
    return shape.format(n=number)


def _fits(text: str, schema: Schema) -> bool:
    longest = schema.max_length or len(text)
    if not (schema.min_length or 0) <= len(text) <= longest:
        return False
    return schema.pattern is None or re.search(schema.pattern, text) is not None


def _fallbacks(schema: Schema) -> tuple[str, ...]:
    if schema.pattern is None:
        shortest = max(schema.min_length or 1, 1)
        return tuple(letter * shortest for letter in "abcdefgh"[:_CHOICES])
    longest = schema.max_length or 200
    found = matching_texts(schema.pattern, schema.min_length or 0, longest)
    return found[:_CHOICES] or ("",)


def _variety(slot: Slot) -> int | None:
    """Return how many different samples a slot has; None where they never end."""
    if slot.references or slot.source is None:
        return None
    schema = slot.schema
    if slot.enum:
        return len(slot.enum.members)
    if schema.type == "boolean" or schema.many or schema.type in ("json", "bytes"):
        return 1
    if schema.type in ("string", "text"):
        if is_server_set(slot) or next(_fitting(slot), None) is not None:
            return None
        return len(_fallbacks(schema))
    if schema.type in ("integer", "bigint", "decimal"):
        return _steps(schema)
    return None


def _steps(schema: Schema) -> int | None:
    if schema.minimum is None or schema.maximum is None:
        return None
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    steps = int((Decimal(schema.maximum) - Decimal(schema.minimum)) / unit) + 1
    return None if steps >= _ROWS else steps


def _integer(schema: Schema, _position: int) -> str:
    low = int(
        Decimal(schema.minimum or "0").to_integral_value(rounding="ROUND_CEILING")
    )
    start = max(low, 0) if schema.maximum is None or int(schema.maximum) >= 1 else low
    steps = _steps(schema)
    if steps is not None:
        return f"{low} + n % {steps}" if low else f"n % {steps}"
    return f"{start} + n" if start else "n"


def _decimal(schema: Schema, _position: int) -> str:
    low = Decimal(schema.minimum or "0")
    scale = schema.scale or 0
    unit = Decimal(1).scaleb(-scale)
    room = 10 ** ((schema.precision or 1) - scale) - 1
    high = Decimal(schema.maximum) if schema.maximum is not None else Decimal(room)
    if high < low or (schema.minimum is None and high < 0):
        low = high - unit * _ROWS
    steps = int((min(high, Decimal(room)) - low) / unit) + 1
    first = format(low.quantize(unit), "f")
    step = format(unit, "f")
    if steps >= _ROWS:
        return f'Decimal("{first}") + n * Decimal("{step}")'
    return f'Decimal("{first}") + n % {steps} * Decimal("{step}")'


def _float(schema: Schema, _position: int) -> str:
    low = float(schema.minimum) if schema.minimum is not None else 0.0
    if schema.maximum is None:
        return f"{low} + n"
    high = float(schema.maximum)
    if schema.minimum is None:
        return f"{high} - n"
    return f"{low} + {(high - low) / _ROWS / 2!r} * n"


def _email(_schema: Schema, _position: int) -> str:
    return 'f"person{n}@example.com"'


def _url(_schema: Schema, _position: int) -> str:
    return 'f"https://example.com/{n}"'


def _day(position: int) -> str:
    return (_EPOCH + dt.timedelta(days=position * 365)).isoformat()


def _date(_schema: Schema, position: int) -> str:
    return f'dt.date.fromisoformat("{_day(position)}") + dt.timedelta(days=n)'


def _datetime(_schema: Schema, position: int) -> str:
    return (
        f'dt.datetime.fromisoformat("{_day(position)}T12:00:00+00:00")'
        " + dt.timedelta(minutes=n)"
    )


def _time(_schema: Schema, position: int) -> str:
    return f"dt.time({position % 24}, n % 60, n // 60)"


_KINDS: dict[str, Callable[[Schema, int], str]] = {
    "integer": _integer,
    "bigint": _integer,
    "float": _float,
    "decimal": _decimal,
    "boolean": lambda _schema, _position: "True",
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "uuid": lambda _schema, _position: "uuid.UUID(int=n)",
    "email": _email,
    "url": _url,
    "ip": lambda _schema, _position: 'f"192.0.2.{n % 256}"',
    "json": lambda _schema, _position: '{"n": n}',
    "bytes": lambda _schema, _position: 'f"bytes {n}".encode()',
}
