"""Dates and moments as PostgreSQL counts them, from the year 2000.

The driver's own codecs make infinity of the first and of the last that Python knows.
"""

import datetime as dt
from typing import Any

_MOMENT = dt.timedelta(microseconds=1)
_START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_FIRST = (dt.datetime.min.replace(tzinfo=dt.UTC) - _START) // _MOMENT
_LAST = (dt.datetime.max.replace(tzinfo=dt.UTC) - _START) // _MOMENT


def count_from_2000(connection: Any, _record: object) -> None:
    """Have a new connection write every date and moment as a number."""
    connection.run_async(_set_codecs)


async def _set_codecs(driver: Any) -> None:
    codec = {"schema": "pg_catalog", "format": "tuple"}
    await driver.set_type_codec(
        "timestamptz", encoder=_microseconds, decoder=_moment, **codec
    )


def _microseconds(moment: dt.datetime) -> tuple[int]:
    return ((moment - _START) // _MOMENT,)


def _moment(counted: tuple[int]) -> dt.datetime:
    return _START + dt.timedelta(0, 0, min(max(counted[0], _FIRST), _LAST))
