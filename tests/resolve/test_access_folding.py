"""A rule without what the caller decides comes to the same, whatever the row is."""

from __future__ import annotations

from functools import cache
from typing import Any

from access_drawn import DESIGN, OWNERS, ROLES, asking, docs, oracles, trees
from access_oracle import Asking, Oracle
from hypothesis import given

from bd_scaffold import rules
from bd_scaffold.language.access_expression import Tree, parse_access, to_text
from bd_scaffold.resolve.access import Words
from bd_scaffold.resolve.access_folding import Caller, folded, text_of
from bd_scaffold.resolve.resolved import Resolved


@cache
def _resolved(owner: str) -> Resolved:
    text = DESIGN.replace("OWNER", owner).replace("RULE", "public")
    found = rules.reviewed(text, "design.yaml")
    assert not found.mistakes
    assert found.resolved is not None
    return found.resolved


def _caller(who: Asking) -> Caller:
    """Return somebody with one role at most, as a matrix knows callers."""
    role = next(iter(sorted(who.roles)), "")
    may = tuple(sorted(ROLES.get(role, ())))
    return Caller(role, signed_in=who.signed_in, role=role, may=may)


@given(trees(), asking(), docs(), oracles())
def test_what_is_left_of_a_rule_says_of_a_row_what_the_whole_does(
    tree: Tree, who: Asking, row: dict[str, Any], oracle: Oracle
) -> None:
    resolved = _resolved(oracle.owner or "")
    entity = resolved.entities["Doc"]
    words = Words(resolved.entities, entity, frozenset(ROLES))
    whole = words.tree(tree)
    caller = _caller(who)
    alone = Asking(
        who.id,
        signed_in=who.signed_in,
        roles=frozenset({caller.role} - {""}),
        may=frozenset(caller.may),
    )
    assert whole is not None
    left = folded(whole, caller)
    if not isinstance(left, bool):
        left = oracle.holds(parse_access(text_of(left)).tree, alone, row)
    assert left is oracle.holds(tree, alone, row)


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
