"""Columns that hold JSON."""

import pytest

from shop.core.db.database import Database
from shop.core.db.json_columns import json_type
from tests.core.columns import stored


@pytest.mark.parametrize("value", [{"a": [1, None]}, None])
async def test_a_value_comes_back_as_it_went(database: Database, value: object) -> None:
    assert await stored(database, json_type(), value) == value
