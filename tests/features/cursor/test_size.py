"""The longest cursor of a list that `check` accepts is one that the list accepts."""

from __future__ import annotations

import datetime as dt
import sys
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract import document
from bd_scaffold.language.scalars import ACCOUNT, TYPES
from bd_scaffold.resolve.types import LONGEST_CURSOR
from bd_scaffold.rules import review
from bd_scaffold.rules.cursors import longest_place

_SHOP = Path(__file__).parents[3] / "examples" / "shop" / "src"

_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
_LONGEST: dict[str, tuple[str, Any]] = {
    "string": ("string(9)", "\U0010ffff" * 9),
    "smallint": ("smallint", -(2**15)),
    "integer": ("integer", -(2**31)),
    "bigint": ("bigint", -(2**63)),
    "float": ("float", -sys.float_info.max),
    "decimal": ("decimal(9,4)", Decimal("-12345.6789")),
    "boolean": ("boolean", False),
    "date": ("date", dt.date.max),
    "time": ("time", dt.time.max),
    "datetime": ("datetime", _LAST),
    "datetime_local": ("datetime_local", _LAST.replace(tzinfo=None)),
    "uuid": ("uuid", uuid.UUID(int=2**128 - 1)),
    "email": ("email", "a" * 254),
    "url": ("url", "h" * 2048),
    "ip": ("ip", "f" * 45),
    "enum": ("enum(open, closed)", "closed"),
}
"""How a field of each type is written, and the longest value that it may have."""


@pytest.fixture
def encode(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What generated code makes a cursor with, of names and values."""
    monkeypatch.syspath_prepend(_SHOP)
    from shop.core.cursors import encode_cursor
    from shop.core.queries import SortKey

    def encoded(names: list[str], values: list[Any]) -> str:
        return str(
            encode_cursor([SortKey(name, descending=True) for name in names], values)
        )

    yield encoded
    for name in [each for each in sys.modules if each.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_no_filter_is_called_like_a_place_of_a_cursor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(_SHOP)
    from shop.core.db.cursors import After
    from shop.core.queries import SortKey
    from shop.models import Product

    order = (SortKey("name", descending=False), SortKey("id", descending=True))
    after = After(order, (False, False)).expression(Product).compile()
    for name in [each for each in sys.modules if each.partition(".")[0] == "shop"]:
        del sys.modules[name]
    assert len(after.params) == 2
    for name in after.params:
        text = (
            f"name: shop\nentities: {{Item: {{fields: {{{name}: integer filter}}}}}}\n"
        )
        with pytest.raises(pipeline.MistakesError, match="1 mistakes"):
            pipeline.check(text.encode(), "design.yaml")


def _design(kind: str) -> str:
    fields = f"{{a_name: {kind} sort}}"
    return f"name: shop\napi: {{pagination: cursor}}\nentities: {{Item: {{fields: {fields}}}}}\n"


def test_every_type_that_can_be_sorted_by_is_tried() -> None:
    assert _LONGEST.keys() == {
        name for name, each in TYPES.items() if each.sortable
    } - {ACCOUNT}


@pytest.mark.parametrize("kind", _LONGEST)
def test_no_cursor_is_longer_than_the_check_says(kind: str, encode: Any) -> None:
    written, value = _LONGEST[kind]
    resolved, _ = review(_design(written), "design.yaml")
    assert resolved is not None
    key = _LONGEST["uuid"][1]
    cursor = encode(["a_name", "id"], [value, key])
    assert len(cursor) * 3 / 4 <= longest_place(resolved.entities["Item"])


def test_the_longest_cursor_of_an_accepted_design_is_within_the_contract(
    encode: Any,
) -> None:
    design = _design("string(1300)")
    contract = document(pipeline.build(pipeline.check(design.encode(), "design.yaml")))
    accepted = contract["components"]["parameters"]["cursor"]["schema"]["maxLength"]
    title = "\U0010ffff" * 1300
    assert len(encode(["a_name", "id"], [title, uuid.uuid4()])) <= accepted
    assert accepted == LONGEST_CURSOR
