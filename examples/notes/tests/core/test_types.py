"""Moments, and identifiers that sort by them."""

import datetime as dt

import pytest

from notes.core.db.database import Database
from notes.core.db.types import UtcDateTime
from notes.core.identifiers import uuid7
from tests.core.columns import stored

_MOMENT = dt.datetime(2024, 1, 1, 12, 30, tzinfo=dt.UTC)
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("value", [_MOMENT, _FIRST, _LAST, None])
async def test_a_value_comes_back_as_it_went(database: Database, value: object) -> None:
    assert await stored(database, UtcDateTime(), value) == value


async def test_a_moment_of_any_zone_is_one_moment(database: Database) -> None:
    moment = _MOMENT.astimezone(dt.timezone(dt.timedelta(hours=5)))
    assert await stored(database, UtcDateTime(), moment) == moment


def test_identifiers_sort_by_age() -> None:
    made = [uuid7() for _ in range(3)]
    assert {each.version for each in made} == {7}
    assert made[0].bytes[:6] <= made[1].bytes[:6] <= made[2].bytes[:6]
