"""One value for each row of a test, as source and as what a check compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..record import Record

ABSENT_TEXTS = {
    "datetime": "1999-12-31T00:00:00Z",
    "datetime_local": "1999-12-31T00:00:00",
    "time": "23:59:59.500000",
    "email": "nobody@example.com",
    "url": "https://example.com/nothing",
    "ip": "198.51.100.1",
}
"""By type, what no row of a test has."""

ROWS = 150
"""How many rows of one entity a test may make, at the most; factories count no further."""


class Choice(Record, frozen=True):
    """A value for each `n`: as Python source, and as the value that a check compares."""

    source: str
    at: Callable[[int], Any]
    head: str = ""  # of a source in brackets: the text around its items
    items: tuple[str, ...] = ()
