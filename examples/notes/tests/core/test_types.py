import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from notes.core.db.database import Database
from notes.core.db.types import (
    ExactNumeric,
    UtcDateTime,
    enum_type,
    json_type,
    utc_today,
)
from notes.core.identifiers import code_of, uuid7


class Colour(StrEnum):
    RED = "red"


_VALUES = sa.Table(
    "core_values",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("moment", UtcDateTime()),
    sa.Column("price", ExactNumeric(12, 2)),
    sa.Column("colour", enum_type(Colour)),
    sa.Column("data", json_type()),
)


@pytest_asyncio.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    async with database.engine.connect() as connection:
        await connection.run_sync(_VALUES.create)
        yield connection
        await connection.rollback()
        await connection.run_sync(_VALUES.drop, checkfirst=True)
        await connection.commit()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("moment", dt.datetime(2024, 1, 1, 12, 30, tzinfo=dt.UTC)),
        ("moment", None),
        ("price", Decimal("1234567890.12")),
        ("price", None),
        ("colour", Colour.RED),
        ("data", {"a": [1, None]}),
        ("data", None),
    ],
)
async def test_a_value_comes_back_as_it_went(
    connection: AsyncConnection, column: str, value: Any
) -> None:
    await connection.execute(sa.insert(_VALUES).values({column: value}))
    found = await connection.scalar(sa.select(_VALUES.c[column]))
    assert found == value


async def test_a_moment_of_any_zone_is_one_moment(connection: AsyncConnection) -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    moment = dt.datetime(2024, 1, 1, tzinfo=zone)
    await connection.execute(sa.insert(_VALUES).values(moment=moment))
    found = await connection.scalar(sa.select(_VALUES.c.moment))
    assert found == moment


def test_identifiers_sort_by_age() -> None:
    made = [uuid7() for _ in range(3)]
    assert {each.version for each in made} == {7}
    assert made[0].bytes[:6] <= made[1].bytes[:6] <= made[2].bytes[:6]


def test_codes_have_their_length() -> None:
    assert len(code_of(8)()) == 8


def test_today_is_a_day() -> None:
    assert utc_today() <= dt.datetime.now(dt.UTC).date()
