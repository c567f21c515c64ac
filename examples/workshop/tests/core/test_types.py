"""Moments, and identifiers that sort by them."""

import datetime as dt
import time
from uuid import RFC_4122

import pytest

from tests.core.columns import stored
from workshop.core.db.database import Database
from workshop.core.db.types import UtcDateTime
from workshop.core.identifiers import uuid7

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


def test_identifiers_of_one_millisecond_sort_as_they_were_made() -> None:
    made = [uuid7() for _ in range(5000)]
    assert sorted({*made}) == made
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}
    age = time.time() - (made[-1].int >> 80) / 1000
    assert abs(age) < 60
