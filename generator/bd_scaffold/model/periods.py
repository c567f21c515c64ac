"""Periods for the rows of tests: each row has one of its own, and no two overlap or touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..language.row_rules import Exclusion
from ..resolve.slots import Slot
from ..resolve.types import Schema
from ..resolve.values import INTEGER_BOUNDS
from .choice import ROWS, Choice
from .python.values import decimal_literal

_YEAR = 2024
_SPAN = 2 * ROWS + 1
_STEPS = {
    "date": dt.timedelta(days=1),
    **dict.fromkeys(("datetime", "datetime_local"), dt.timedelta(minutes=1)),
}
_MAKERS = {"date": "day", "datetime": "moment", "datetime_local": "wall_clock"}


def periods_of(
    slots: Sequence[Slot], exclusions: Sequence[Exclusion]
) -> dict[str, Choice]:
    """Return the starts and ends that rows have, by their fields, as far as there is room."""
    by_field = {slot.field_name: slot for slot in slots}
    found: dict[str, Choice] = {}
    for each in exclusions:
        if not found.keys() & {*each.period}:
            ends = [by_field[name] for name in each.period]
            found |= dict(zip(each.period, _apart(ends), strict=False))
    return found


def _apart(ends: Sequence[Slot]) -> Iterator[Choice]:
    schema = ends[0].schema
    first = _first([each.schema for each in ends])
    if first is None:
        return
    for later in (0, 1):
        if schema.type in _STEPS:
            yield _timed(schema, first, later)
        else:
            yield _numbered(schema, first, later)


def _first(schemas: Sequence[Schema]) -> Any:
    """Return the first start, from which on there is room for all rows; None without any."""
    step, usual = _step(schemas[0])
    lows = [_value(each, each.minimum) for each in schemas if each.minimum is not None]
    highs = [_value(each, each.maximum) for each in schemas if each.maximum is not None]
    for first in (usual, *lows, *(high - step * _SPAN for high in highs)):
        if all(low <= first for low in lows) and all(
            first + step * _SPAN <= high for high in highs
        ):
            return first
    return None


def _step(schema: Schema) -> tuple[Any, Any]:
    if schema.type == "date":
        return _STEPS["date"], dt.date(_YEAR, 1, 1)
    if schema.type in _STEPS:
        zone = dt.UTC if schema.type == "datetime" else None
        return _STEPS[schema.type], dt.datetime(_YEAR, 1, 1, tzinfo=zone)
    if schema.type in INTEGER_BOUNDS:
        return 1, 0
    return Decimal(1).scaleb(-(schema.scale or 0)), Decimal(0)


def _value(schema: Schema, bound: str | None) -> Any:
    text = str(bound)
    if schema.type == "date":
        return dt.date.fromisoformat(text)
    if schema.type in _STEPS:
        return dt.datetime.fromisoformat(text)
    return int(text) if schema.type in INTEGER_BOUNDS else Decimal(text)


def _timed(schema: Schema, first: Any, later: int) -> Choice:
    step = _STEPS[schema.type]
    start = first.replace(month=1, day=1)
    if schema.type != "date":
        start = start.replace(hour=0, minute=0, second=0)
    offset = -((start - first) // step) + later
    return Choice(
        f"{_MAKERS[schema.type]}({first.year}, {_counted(offset)})",
        lambda n: start + (offset + 2 * n) * step,
    )


def _numbered(schema: Schema, first: Any, later: int) -> Choice:
    if schema.type in INTEGER_BOUNDS:
        return Choice(_counted(first + later), lambda n: first + later + 2 * n)
    unit, _ = _step(schema)
    base = (first + later * unit).quantize(unit)
    source = f"{decimal_literal(base)} + 2 * n * {decimal_literal(unit)}"
    return Choice(source, lambda n: base + 2 * n * unit)


def _counted(offset: int) -> str:
    return f"{offset} + 2 * n" if offset else "2 * n"
