"""Each change runs on both engines, with rows in the tables, there and back and there again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from journey import travel

from designs import entity

FIELDS = (
    "sku: string(40) unique\nprice: decimal(12,2) min(0)\nstock: integer min(0) = 0"
)

ONE_ENTITY = {
    "add_optional": (FIELDS, f"{FIELDS}\nnote: text?"),
    "add_with_default": (FIELDS, f"{FIELDS}\nweight: integer min(0) = 3"),
    "drop": (f"{FIELDS}\nold: text", FIELDS),
    "rename": (FIELDS, FIELDS.replace("stock:", "on_hand:") + " was(stock)"),
}


@pytest.mark.parametrize("change", ONE_ENTITY)
def test_one_entity(empty: Callable[[], Database], change: str) -> None:
    old, new = ONE_ENTITY[change]
    travel(empty, entity(old), entity(new))
