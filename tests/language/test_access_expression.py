"""Expressions of access are read as they are meant, and have one text each."""

from __future__ import annotations

from contextlib import suppress

import pytest
from access_drawn import trees
from hypothesis import given
from hypothesis import strategies as st

from bd_scaffold.language.access_expression import (
    All,
    Comparison,
    Missing,
    Name,
    Not,
    OneOf,
    Permission,
    Some,
    parse_access,
    to_text,
)
from bd_scaffold.language.expression import Literal
from bd_scaffold.language.permissions import covers, is_pattern, is_permission
from bd_scaffold.language.tokens import ExpressionError


def test_words_bind_as_they_do_in_sql() -> None:
    tree = parse_access("owner or clerk and not order:read").tree
    inner = All((Name("clerk"), Not(Permission("order:read"))))
    assert tree == Some((Name("owner"), inner))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("status = 'it''s'", Comparison("=", Name("status"), Literal("it's"))),
        ('"a" <> b.c.d', Comparison("!=", Literal("a"), Name("b.c.d"))),
        ("price < -1.5", Comparison("<", Name("price"), Literal(-1.5))),
        ("a is not null", Missing(Name("a"), negated=True)),
        ("a NOT IN (1)", OneOf(Name("a"), (Literal(1),), negated=True)),
        ("not not (published)", Name("published")),
        ("active = true", Comparison("=", Name("active"), Literal(value=True))),
    ],
)
def test_values_of_rows_are_compared(text: str, tree: object) -> None:
    assert to_text(parse_access(text).tree) == to_text(tree)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *("", "or", "owner owner", "(owner", "7", "'a'", "a in (b)", "a in ()"),
        *("a is 3", "a not b", "a like 'x'", "a + 1 = 2", "order:", ":read", "a = -b"),
        *("(" * 31 + "owner" + ")" * 31, "a" * 1001),
    ],
)
def test_what_is_no_expression_says_so_in_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionError, match=r".+\."):
        parse_access(text)


@given(trees())
def test_a_text_is_read_as_what_it_was_written_from(tree: object) -> None:
    text = to_text(tree)  # type: ignore[arg-type]
    assert to_text(parse_access(text).tree) == text
    assert str(parse_access(f"  ({text}) ")) == text


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ExpressionError):
        parse_access(text)


def test_patterns_cover_permissions_of_their_resource() -> None:
    assert covers("*", "order:read")
    assert covers("order:*", "order:read")
    assert covers("order:read", "order:read")
    assert not covers("order:*", "order_line:read")
    assert not covers("order:write", "order:read")
    assert is_pattern("order:*")
    assert not is_permission("order:*")
    assert not is_permission("Order:read")
