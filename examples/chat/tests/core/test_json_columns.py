"""Columns that hold JSON."""

import pytest

from chat.core.db.database import Database
from chat.core.db.json_columns import json_type
from tests.core.columns import stored


@pytest.mark.parametrize("value", [{"a": [1, None]}, 10**30, 1.0, True, "2.0", None])
async def test_a_value_comes_back_as_it_went(database: Database, value: object) -> None:
    found = await stored(database, json_type(), value)
    assert (found, type(found)) == (value, type(value))
