from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language.expression import (
    ExpressionError,
    fields_of,
    parse_expression,
    to_sql,
)

COLUMNS = {"a": "a", "b": "b", "c": "c", "order": '"order"', "active": "active"}


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("a < b", "a < b"),
        ("a != 3", "a <> 3"),
        ("active and not a > 1", "active AND NOT a > 1"),
        ("not (a > 1 or active)", "NOT (a > 1 OR active)"),
        ("(a > 1 or active) and b = 2", "(a > 1 OR active) AND b = 2"),
        ("a is null or b is not null", "a IS NULL OR b IS NOT NULL"),
        ("c in ('x', 'it''s')", "c IN ('x', 'it''s')"),
        ('c not in ("x")', "c NOT IN ('x')"),
        ("a in (-1, 2)", "a IN (-1, 2)"),
        ("a + b * 2 <= 10", "a + b * 2 <= 10"),
        ("(a + b) * 2 <= 10", "(a + b) * 2 <= 10"),
        ("a - (b - 1) > -3", "a - (b - 1) > -3"),
        ("order = 'x; drop table y'", "\"order\" = 'x; drop table y'"),
        ("active = true", "active = TRUE"),
        ("(a > 1) = active", "(a > 1) = active"),
        ("a >= 0.10", "a >= 0.10"),
        ("a between 1 and b + 2", "a >= 1 AND a <= b + 2"),
        ("a not between 1 and 2", "NOT (a >= 1 AND a <= 2)"),
        ("length(trim(c)) > 0", "length(trim(c)) > 0"),
        ("abs(a - b) <= coalesce(a, 3)", "abs(a - b) <= coalesce(a, 3)"),
        ("c = lower(c) or upper (c) = 'X'", "c = lower(c) OR upper(c) = 'X'"),
        ("c || ' ' || lower(c) = c", "c || ' ' || lower(c) = c"),
        ("c || (c || c) in ('x')", "c || (c || c) IN ('x')"),
        ("c||c = 'x' and length(c || c) < a", "c || c = 'x' AND length(c || c) < a"),
        ("c like 'it''s'", "(c = 'it''s')"),
        ("c not like 'A_'", "NOT (length(c) = 2 AND substr(c, 1, 1) = 'A')"),
        ("c like '%b%'", "(length(c) >= 1 AND replace(c, 'b', '') <> c)"),
        ("not c like 'a_%'", "NOT (length(c) >= 2 AND substr(c, 1, 1) = 'a')"),
    ],
)
def test_an_expression_as_sql(text: str, sql: str) -> None:
    assert to_sql(parse_expression(text), COLUMNS) == sql


def test_a_colon_in_a_text_is_no_parameter() -> None:
    sql = to_sql(parse_expression("c != 'a :b ::c'"), COLUMNS)
    assert str(sa.text(sql).compile()) == "c <> 'a :b ::c'"


def test_an_expression_knows_its_fields() -> None:
    assert fields_of(parse_expression("a > b and (a = 1 or c is null)")) == (
        "a",
        "b",
        "c",
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "a >", "a > 1)", "(a", "a ; b", "a > 'x", "a in ()", "a b", "1x > a"),
        *("a like b", "c like '%a%b%'", "c like '%a_%'", "a between 1", "a not > 1"),
        *("length(a, b) > 1", "coalesce(a) > 1", "length() > 1", "sleep(9) > 1"),
    ],
)
def test_what_is_no_expression_says_why(text: str) -> None:
    with pytest.raises(ExpressionError, match=r".+\."):
        parse_expression(text)


@pytest.mark.parametrize(
    "text", ["(" * 2000 + "a", "not " * 240 + "a", "a" + " + a" * 240]
)
def test_a_deep_expression_is_refused_or_read_but_never_breaks(text: str) -> None:
    with suppress(ExpressionError):
        to_sql(parse_expression(text), COLUMNS)


@given(st.text(alphabet="abc01'\"()<>=!+-*., andornotisnull", max_size=60))
def test_any_text_is_an_expression_or_a_reason(text: str) -> None:
    with suppress(ExpressionError):
        parse_expression(text)


NUMBERS = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["a", "b", "1", "2.5"]),
        st.tuples(NUMBERS, st.sampled_from("+-*"), NUMBERS).map(
            lambda t: f"({' '.join(t)})"
        ),
    )
)
TRUTHS = st.deferred(
    lambda: st.one_of(
        st.just("active"),
        st.tuples(NUMBERS, st.sampled_from(["=", "<", ">="]), NUMBERS).map(" ".join),
        TRUTHS.map(lambda t: f"not ({t})"),
        st.tuples(TRUTHS, st.sampled_from(["and", "or"]), TRUTHS).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    )
)


@given(TRUTHS, st.integers(-2, 2), st.integers(-2, 2), st.integers(0, 1))
def test_the_sql_means_what_was_written(text: str, a: int, b: int, active: int) -> None:
    try:
        sql = to_sql(parse_expression(text), COLUMNS)
    except ExpressionError:
        return  # too long or too deep
    python = text.replace(" = ", " == ")
    expected = bool(eval(python, {}, {"a": a, "b": b, "active": active}))
    with sqlite3.connect(":memory:") as connection:
        row = connection.execute(
            f"SELECT {sql} FROM (SELECT ? AS a, ? AS b, ? AS active)", (a, b, active)
        ).fetchone()
    assert bool(row[0]) is expected


def test_words_that_stand_behind_a_value_are_fields_before_it() -> None:
    found = parse_expression("between is null or like between 1 and 2")
    assert {*fields_of(found)} == {"between", "like"}
