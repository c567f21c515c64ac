"""Days, times of day and moments that bound a field: in a design, in SQL, and in order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

EXAMPLES = {
    "date": "2026-01-31",
    "time": "09:30:00",
    "datetime": "2026-01-31T09:30:00Z",
    "datetime_local": "2026-01-31T09:30:00",
}
"""How a bound of each type is written."""

_WRITTEN = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d:\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)",
    "datetime_local": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
}


def canonical(kind: str, text: str) -> str | None:
    """Return a bound as the model has it, a moment in UTC; None for a text that is none."""
    if re.fullmatch(_WRITTEN[kind], text) is None:
        return None
    try:
        return _READ[kind](text)
    except (OverflowError, ValueError):
        return None


def _moment(text: str) -> str:
    at = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    return at.isoformat().replace("+00:00", "Z")


_READ: Mapping[str, Callable[[str], str]] = {
    "date": lambda text: dt.date.fromisoformat(text).isoformat(),
    "time": lambda text: dt.time.fromisoformat(text).isoformat(),
    "datetime": _moment,
    "datetime_local": lambda text: dt.datetime.fromisoformat(text).isoformat(),
}


def sql_of(kind: str, bound: str, *, is_least: bool) -> str:
    """Return a bound as SQL that both engines read alike.

    SQLite compares texts, and holds a time and a moment with six digits after its seconds: a
    bound without them stands before each of them, and one with them and a zone behind it.
    """
    if kind == "time":
        return f"'{bound}.000000'"
    if kind == "datetime_local":
        at = bound.replace("T", " ")
        return f"'{at}'" if is_least else f"'{at}.000000'"
    if kind == "datetime":
        at = bound.replace("T", " ").removesuffix("Z")
        return f"'{at}+00'" if is_least else f"'{at}.000000+00'"
    return f"'{bound}'"
