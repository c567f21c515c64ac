"""What becomes of a list whose items or whose length are said otherwise."""

from __future__ import annotations

import pytest
from test_retyped import product

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.migrate.refusals import UnsupportedChangeError


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("decimal(5,2)[]", "decimal(8,3)[]"),
        ("integer[]", "decimal(12,2)[]"),
        ("smallint[]", "bigint[]"),
        ("uuid[]", "uuid[] length(1, 3)"),
    ],
)
def test_a_list_of_what_it_is_already_stays_as_it_is(old: str, new: str) -> None:
    assert migrate.operations(product(old), product(new)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("date[]", "datetime[]"), ("uuid[]", "integer[]"), ("string(9)[]", "date[]")],
)
def test_a_list_of_something_else_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnsupportedChangeError, match="a"):
        migrate.operations(product(old), product(new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "date[]",
            "date[] length(1, 9)",
            ["min_length(1) added", "max_length(9) added"],
        ),
        (
            "date[] length(2)",
            "date[] length(2, 5)",
            ["max_length(2) widened to max_length(5)"],
        ),
    ],
)
def test_another_length_is_told(old: str, new: str, told: list[str]) -> None:
    assert [each.text for each in compare(product(old), product(new))] == told
