"""Days, times of day and moments for the rows of tests, within what a field allows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..resolve.types import Schema
from .choice import ROWS, Choice

_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_HOUR = 60


def day(schema: Schema, year: int) -> Choice:
    """Return days of a year, one after the other, or the first ones that the field allows."""
    low, high = _ends(schema, dt.date)
    first = dt.date(year, 1, 1)
    if not _has_room(first, first + ROWS * _DAY, low, high):
        first = low if low is not None else high - ROWS * _DAY
    offset = (first - dt.date(first.year, 1, 1)).days
    number = _number(offset, None if high is None else (high - first).days + 1)
    return Choice(
        f"day({first.year}, {number.source})",
        lambda n: dt.date(first.year, 1, 1) + number.at(n) * _DAY,
    )


def moment(schema: Schema, year: int) -> Choice:
    """Return minutes of a year, one after the other, or the first ones that the field allows."""
    low, high = _ends(schema, dt.datetime)
    make, zone = _MADE[schema.type]
    first = dt.datetime(year, 1, 1, tzinfo=zone)
    if not _has_room(first, first + ROWS * _MINUTE, low, high):
        first = _whole(low) if low is not None else high - ROWS * _MINUTE
        first = first.replace(second=0)
    start = dt.datetime(first.year, 1, 1, tzinfo=zone)
    room = None if high is None else (high - first) // _MINUTE + 1
    number = _number((first - start) // _MINUTE, room)
    return Choice(
        f"{make}({first.year}, {number.source})",
        lambda n: start + number.at(n) * _MINUTE,
    )


_MADE = {"datetime": ("moment", dt.UTC), "datetime_local": ("wall_clock", None)}
"""By what a test makes them, and the zone that they have."""


def _whole(at: dt.datetime) -> dt.datetime:
    """Return the first whole minute that is not before a moment."""
    return at + _MINUTE if at.second else at


def hour(schema: Schema, start: int) -> Choice:
    """Return minutes after an hour, or after another one that the field allows."""
    low, high = _ends(schema, dt.time)
    for each in (start, *range(24)):
        if _has_room(dt.time(each), dt.time(each, 59, 2), low, high):
            return _after(each, _number(0, None))
    minutes = _minutes(low, high)
    if not minutes:
        at = low or dt.time()
        return _after(at.hour, _number(at.second * _HOUR + at.minute, 1))
    return _after(minutes.start // _HOUR, _number(minutes.start % _HOUR, len(minutes)))


def _after(hour_: int, number: Choice) -> Choice:
    def at(n: int) -> dt.time:
        return dt.time(hour_, number.at(n) % _HOUR, number.at(n) // _HOUR)

    return Choice(f"clock({hour_}, {number.source})", at)


def _minutes(low: dt.time | None, high: dt.time | None) -> range:
    """Return the minutes of the first hour that has some between two times."""
    least, most = low or dt.time(), high or dt.time(23, 59)
    first = least.hour * _HOUR + least.minute + (least.second > 0)
    last = most.hour * _HOUR + most.minute
    return range(first, min(last, first // _HOUR * _HOUR + 59) + 1)


def variety(schema: Schema) -> int | None:
    """Return how many days or times the samples of a field are; None where they don't end."""
    kinds = {
        "date": (day, 2024),
        "datetime": (moment, 2024),
        "datetime_local": (moment, 2024),
        "time": (hour, 0),
    }
    make, start = kinds[schema.type]
    found = {make(schema, start).at(n) for n in range(1, ROWS + 1)}
    return len(found) if len(found) < ROWS else None


def _ends(schema: Schema, kind: Any) -> tuple[Any, Any]:
    """Return the least and the greatest value as Python has them."""
    low, high = (
        None if each is None else kind.fromisoformat(each)
        for each in (schema.minimum, schema.maximum)
    )
    return low, high


def _has_room(first: Any, last: Any, low: Any, high: Any) -> bool:
    return (low is None or low <= first) and (high is None or last <= high)


def _number(offset: int, room: int | None) -> Choice:
    """Return `n`, from an offset on, and from the start again where there is no room for all."""
    steps = room if room is not None and room < ROWS + 1 else None
    source = f"n % {steps}" if steps else "n"
    return Choice(
        f"{offset} + {source}" if offset else source,
        lambda n: offset + (n % steps if steps else n),
    )
