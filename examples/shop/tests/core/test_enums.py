"""Columns that hold one of an enum's values."""

from enum import StrEnum

import pytest

from shop.core.db.database import Database
from shop.core.db.enums import enum_type
from tests.core.columns import stored


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("value", [Colour.RED, None])
async def test_a_value_comes_back_as_it_went(database: Database, value: object) -> None:
    assert await stored(database, enum_type(Colour), value) == value
