"""Expressions of access, drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

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
    Tree,
)
from bd_scaffold.language.expression import Literal

OPERATORS = ("=", "!=", "<", "<=", ">", ">=")

_LEAVES: tuple[Tree, ...] = (
    Name("public"),
    Name("authenticated"),
    Name("owner"),
    Name("clerk"),
    Permission("order:read"),
    Name("published"),
    Comparison("=", Name("status"), Literal("it's")),
    Comparison("<", Name("customer.city"), Name("city")),
    Missing(Name("customer"), negated=False),
    Missing(Name("customer.city"), negated=True),
    OneOf(Name("status"), (Literal("a"), Literal("b")), negated=False),
)


def trees(leaves: Sequence[Tree] = _LEAVES, most: int = 12) -> st.SearchStrategy[Tree]:
    """Trees over some leaves, with every way of joining them."""
    return st.recursive(st.sampled_from(leaves), _joined, max_leaves=most)


def _joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(lambda part: part.part if isinstance(part, Not) else Not(part)),
        several.map(All),
        several.map(Some),
    )
