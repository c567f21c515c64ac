"""Days, times of day and moments: between which two they are, and how they are drawn."""

from __future__ import annotations

import datetime as dt

from ...layout import Node, Source
from ...resolve.slots import Slot
from ...resolve.types import Schema

KINDS = ("date", "time", "datetime", "datetime_local")

_FAR = dt.timedelta(days=700)
_SECOND = dt.timedelta(seconds=1)
_DAYS = (dt.date(2024, 1, 1), dt.date(2025, 12, 31))
_BORN = (dt.date(1950, 1, 1), dt.date(2005, 12, 31))
_MOMENTS = (
    dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)
_LAST = "9998-12-31"


def any_moment(slot: Slot) -> Source:
    """Return what draws a value between two."""
    schema = slot.schema
    limited = schema.minimum is not None or schema.maximum is not None
    if schema.type == "date":
        born = "born" in slot.name or "birth" in slot.name
        usual = _BORN if born else _DAYS
        if not limited and not born:
            return "draw.day()"
        return Node("draw.day(", tuple(map(_day, days(schema, usual))), ")")
    if schema.type == "time":
        if not limited:
            return "draw.time()"
        return Node("draw.time(", tuple(map(_time, hours(schema))), ")")
    naive = ".replace(tzinfo=None)" if schema.type == "datetime_local" else ""
    if not limited:
        return f"draw.moment(){naive}"
    return Node("draw.moment(", tuple(map(_moment, moments(schema))), f"){naive}")


def moment_at(schema: Schema, place: str) -> Source:
    """Return the value at a place, counted from 0: a day or a second after the one before."""
    if schema.type == "date":
        return f"{_day(days(schema)[0])} + dt.timedelta(days={place})"
    if schema.type == "time":
        start = _seconds(hours(schema)[0])
        return f"time_of_day({f'{start} + {place}' if start else place})"
    moment = f"{_moment(moments(schema)[0])} + dt.timedelta(seconds={place})"
    if schema.type == "datetime_local":
        return f"({moment}).replace(tzinfo=None)"
    return moment


def count_of(schema: Schema) -> int:
    """Return how many values there are from the first one on."""
    if schema.type == "date":
        last = dt.date.fromisoformat(schema.maximum or _LAST)
        return (last - days(schema)[0]).days + 1
    if schema.type == "time":
        first, end = hours(schema)
        return _seconds(end) - _seconds(first) + 1
    room = _read(schema.maximum or _LAST) - moments(schema)[0]
    return room // _SECOND + 1


def days(
    schema: Schema, usual: tuple[dt.date, dt.date] = _DAYS
) -> tuple[dt.date, dt.date]:
    """Return two days, the usual ones where these are within what a field allows."""
    low, high = (
        each and dt.date.fromisoformat(each)
        for each in (schema.minimum, schema.maximum)
    )
    if (not low or low <= usual[0]) and (not high or usual[1] <= high):
        return usual
    if low:
        return low, high or low + _FAR
    return (high - _FAR, high) if high else usual


def hours(schema: Schema) -> tuple[dt.time, dt.time]:
    """Return two times of day, at full seconds."""
    low = dt.time.fromisoformat(schema.minimum or "00:00:00")
    high = dt.time.fromisoformat(schema.maximum or "23:59:59")
    if low.microsecond:
        low = (dt.datetime.combine(_DAYS[0], low) + _SECOND).time()
    return low.replace(microsecond=0), high.replace(microsecond=0)


def moments(schema: Schema) -> tuple[dt.datetime, dt.datetime]:
    """Return two moments at full seconds, the usual ones where a field allows them."""
    low, high = (each and _read(each) for each in (schema.minimum, schema.maximum))
    if (not low or low <= _MOMENTS[0]) and (not high or _MOMENTS[1] <= high):
        return _MOMENTS
    if low:
        low = low + _SECOND if low.microsecond else low
        first = low.replace(microsecond=0)
        return first, high or first + _FAR
    if high:
        last = high.replace(microsecond=0)
        return last - _FAR, last
    return _MOMENTS


def _read(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _seconds(value: dt.time) -> int:
    return value.hour * 3600 + value.minute * 60 + value.second


def _day(value: dt.date) -> str:
    return f"dt.date({value.year}, {value.month}, {value.day})"


def _time(value: dt.time) -> str:
    return f"dt.time({_parts([value.hour, value.minute, value.second], 1)})"


def _moment(value: dt.datetime) -> str:
    at = value.astimezone(dt.UTC)
    parts = [at.year, at.month, at.day, at.hour, at.minute, at.second]
    return f"dt.datetime({_parts(parts, 3)}, tzinfo=dt.UTC)"


def _parts(parts: list[int], fewest: int) -> str:
    while len(parts) > fewest and not parts[-1]:
        parts.pop()
    return ", ".join(map(str, parts))
