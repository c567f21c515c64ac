"""Moments that come again, as cron writes them."""

from __future__ import annotations

import re
from typing import Any

from .reading import Scalar, WrongError, plain_text

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_PARTS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _DAYS),
)
_ITEM = re.compile(r"(\*|([0-9a-z]+)(-([0-9a-z]+))?)(/([1-9][0-9]?))?")
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
"""The days of months that have fewer than 31; one of a leap year counts."""


def _cron(written: Any) -> Any:
    if not isinstance(written, str):
        raise WrongError("BD975", _NOT)
    parts = written.split()
    if len(parts) != len(_PARTS):
        raise WrongError("BD975", _NOT)
    values = [
        _values(part.lower(), *said) for part, said in zip(parts, _PARTS, strict=True)
    ]
    _, _, days, months, _ = values
    if parts[4] == "*" and not any(
        min(days) <= _LONGEST.get(month, 31) for month in months
    ):
        raise WrongError("BD975", "never comes: no such month has that day.")
    return plain_text(" ".join(parts))


_NOT = "is not a schedule: write minute, hour, day, month and day of the week, as in 0 3 * * *."


def _values(
    part: str, name: str, least: int, most: int, words: tuple[str, ...]
) -> set[int]:
    """Return the values that a part of a schedule stands for."""
    found: set[int] = set()
    for item in part.split(","):
        match = _ITEM.fullmatch(item)
        if match is None:
            raise WrongError("BD975", f"has {item or 'nothing'} for the {name}.")
        first, last = match[2], match[4]
        start = _number(first, name, least, most, words) if first else least
        end = _number(last, name, least, most, words) if last else start
        if not first or (match[6] and not last):
            end = most
        if end < start:
            raise WrongError(
                "BD975", f"has {item} for the {name}, which ends before it begins."
            )
        found.update(range(start, end + 1, int(match[6] or 1)))
    return found


def _number(
    written: str, name: str, least: int, most: int, words: tuple[str, ...]
) -> int:
    if written in words:
        return words.index(written) + least
    if not written.isdecimal() or not least <= int(written) <= most:
        range_ = f"from {least} to {most}"
        raise WrongError("BD975", f"has {written} for the {name}, which is {range_}.")
    return int(written)


CRON = Scalar("a text", _cron, {"type": "string"})
