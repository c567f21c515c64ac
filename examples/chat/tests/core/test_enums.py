"""Columns that hold one of an enum's values."""

from enum import StrEnum

import pytest
import sqlalchemy as sa
from pydantic_core import to_json

from chat.core.db.database import Database
from chat.core.db.enums import enum_type
from tests.core.columns import stored


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("value", [Colour.RED, None])
async def test_a_value_comes_back_as_it_went(database: Database, value: object) -> None:
    assert await stored(database, enum_type(Colour), value) == value


async def test_a_value_that_only_newer_code_knows_is_read_as_it_is(
    database: Database,
) -> None:
    written = sa.literal("blue").label("value")
    statement = sa.select(sa.type_coerce(written, enum_type(Colour)))
    async with database.reading() as session:
        found = await session.scalar(statement)
    assert isinstance(found, Colour)
    assert (found, found.value, found.name) == ("blue", "blue", "")
    assert found not in list(Colour)
    assert to_json(found) == b'"blue"'
