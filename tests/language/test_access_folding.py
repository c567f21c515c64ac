"""A rule without what the caller decides comes to the same, whatever the row is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from access_drawn import DESIGN, OWNERS, ROLES, asking, docs, oracles, trees
from access_oracle import Asking, Oracle
from hypothesis import given

from bd_scaffold import rules
from bd_scaffold.language.access_expression import (
    All,
    Not,
    Some,
    Tree,
    parse_access,
    to_text,
)
from bd_scaffold.language.access_folding import Caller, folded, is_within


def _caller(who: Asking) -> Caller:
    """Return somebody with one role at most, as a matrix knows callers."""
    role = next(iter(sorted(who.roles)), "")
    may = tuple(sorted(ROLES.get(role, ())))
    known = frozenset(ROLES)
    return Caller(role, known, signed_in=who.signed_in, role=role, may=may)


def _alone(who: Asking, caller: Caller) -> Asking:
    """Return somebody with the one role of a caller."""
    roles = frozenset({caller.role} - {""})
    return replace(who, roles=roles, may=frozenset(caller.may))


@given(trees(), asking(), docs(), oracles())
def test_what_is_left_of_a_rule_says_of_a_row_what_the_whole_does(
    tree: Tree, who: Asking, row: dict[str, Any], oracle: Oracle
) -> None:
    caller = _caller(who)
    alone, left = _alone(who, caller), folded(tree, caller)
    found = left if isinstance(left, bool) else oracle.holds(left, alone, row)
    assert found is oracle.holds(tree, alone, row)


@given(trees(6), trees(6), asking(), docs(), oracles())
def test_what_is_within_another_rule_lets_no_more_rows_through(
    one: Tree, other: Tree, who: Asking, row: dict[str, Any], oracle: Oracle
) -> None:
    for wider in (other, Some((other, one)), Not(All((Not(one), other)))):
        if is_within(one, wider) and oracle.holds(one, who, row):
            assert oracle.holds(wider, who, row)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("owner", "owner or open"),
        ("owner and open", "owner"),
        ("open and owner", "owner or checked"),
        ("owner or open", "open or owner or checked"),
        ("owner and open and checked", "checked and owner"),
        ("not (owner or open)", "not owner"),
    ],
)
def test_more_conditions_let_less_through_and_more_ways_more(
    one: str, other: str
) -> None:
    narrow, wide = parse_access(one).tree, parse_access(other).tree
    assert is_within(narrow, wide)
    assert not is_within(wide, narrow)
    nothing, everything = (parse_access(each).tree for each in ("clerk", "public"))
    caller = Caller("signed in", frozenset({"clerk"}))
    assert is_within(folded(nothing, caller), narrow)
    assert is_within(narrow, folded(everything, caller))


@given(trees())
def test_every_drawn_expression_is_one_of_the_language(tree: Tree) -> None:
    text = DESIGN.replace("OWNER", OWNERS[0]).replace("RULE", to_text(tree))
    assert rules.review(text, "design.yaml")[1] == ()


def test_a_comparison_with_what_is_missing_is_false_and_not_of_it_is_true() -> None:
    oracle, nobody = Oracle(frozenset(), "creator"), Asking()
    row = {"creator": None, "place": None, "customer": None}
    for text in (
        *("place = 'a'", "place != 'a'", "place in ('a')", "place not in ('a')"),
        *("customer.city = 'a'", "customer.city is not null", "owner"),
        "creator = principal.id",
    ):
        tree = parse_access(text).tree
        assert not oracle.holds(tree, nobody, row), text
        assert oracle.holds(parse_access(f"not {text}").tree, nobody, row), text
    assert oracle.holds(parse_access("customer.city is null").tree, nobody, row)
