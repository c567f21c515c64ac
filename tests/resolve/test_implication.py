"""A check that only lets more rows in is known for one, where its form shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language.expression import parse_expression
from bd_scaffold.language.truth import holds
from bd_scaffold.resolve.implication import implies

WEAKER = [
    ("a < b", "a <= b"),
    ("a < b", "b >= a"),
    ("a < b", "a <> b"),
    ("a >= 3", "a >= 3"),
    ("a >= 3", "a > 2"),
    ("a >= 0", "a >= -1.5"),
    ("a = 3", "a <= 4"),
    ("a < b AND a > 3", "a < b"),
    ("a > 3", "a > 3 OR b > 3"),
    ("a IN (1, 2)", "a IN (2, 3, 1)"),
    ("a NOT IN (1, 2)", "a NOT IN (2)"),
    ("a = 1", "a IN (1, 2)"),
    ("a = 1 OR a = 2", "a IN (1, 2, 3)"),
    ("a < 1 AND b < 2", "b <= 2 AND a <= 1"),
]
OTHERS = [
    ("a <= b", "a < b"),
    ("a < b", "b < a"),
    ("a >= 3", "a > 3"),
    ("a >= 3", "b >= 3"),
    ("a < b", "a < b AND a > 3"),
    ("a > 3 OR b > 3", "a > 3"),
    ("a IN (1, 2)", "a IN (1)"),
    ("a IS NULL", "a IS NOT NULL"),
    ("a >= 3", "something else"),
]


@pytest.mark.parametrize(("one", "other"), WEAKER)
def test_a_weaker_check_is_known(one: str, other: str) -> None:
    assert implies(one, other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_any_other_check_is_not_taken_for_one(one: str, other: str) -> None:
    assert not implies(one, other)


VALUES = st.none() | st.integers(-2, 4)
CHECKS = st.sampled_from([each for pair in WEAKER + OTHERS[:-1] for each in pair])
PARTS = st.tuples(CHECKS, CHECKS, st.sampled_from(["AND", "OR"])).map(
    lambda part: f"({part[0]}) {part[2]} ({part[1]})"
)


@given(CHECKS | PARTS, CHECKS | PARTS, VALUES, VALUES)
def test_no_row_that_kept_a_check_breaks_a_weaker_one(
    one: str, other: str, a: int | None, b: int | None
) -> None:
    kept, broken = (
        holds(parse_expression(each), {"a": a, "b": b}) is not False
        for each in (one, other)
    )
    if implies(one, other) and kept:
        assert broken
