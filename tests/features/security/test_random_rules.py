"""Random rules: Python, SQLite and PostgreSQL come to the same for a principal and a row."""

from __future__ import annotations

import pytest
from drawn_settings import tried
from hypothesis import given
from hypothesis import strategies as st
from rule_lab import ACCOUNTS, OWNERS, trees
from rules_tried import ROWS, Caller, Lab, callers

from bd_scaffold.language.access_expression import Tree, parse_access, to_text

pytestmark = pytest.mark.engines

CALLERS = 4
"""Who asks about each expression: one case each."""


@given(
    trees(),
    st.sampled_from(OWNERS),
    st.lists(callers(), min_size=CALLERS, max_size=CALLERS),
)
@tried(5000 // CALLERS)
def test_python_and_both_engines_agree_on_every_rule(
    lab: Lab, tree: Tree, owner: str, callers: list[Caller]
) -> None:
    agree(lab, tree, owner, callers)


def agree(lab: Lab, tree: Tree, owner: str, callers: list[Caller]) -> None:
    """Hold what is generated for a rule to what the plain evaluator says."""
    access = lab.access(tree, owner)
    every = {*ROWS.docs_by_key}
    for who in callers:
        should = who.may(every, tree, owner)
        verdict = access.verdict(who.action, lab.principal(who).grants)
        said = f"{to_text(tree)}, owner {owner}, {who}"
        if isinstance(verdict, lab.rules.Always):
            assert should == (every if verdict.holds else set()), said
            continue
        for engine, found in lab.held(verdict, who.account).items():
            assert found == should, f"{engine}: {said}"


@pytest.mark.parametrize(
    "said",
    [
        # two values of one other row, and of two: the row itself is between them
        "parent.state = parent.former",
        "not (parent.count <= parent.parent.limit_of)",
        "customer.account != parent.creator",
        # constants that are finer than their column, or have no room in it
        "rate != 7.25005",
        "price >= 7.255",
        "price in (7.245, 12345678901234567890.5)",
        "count < 0.5",
        "small < 3000000000",
        "big != 9223372036854775808",
        "not (limit_of > -1099511627776)",
        # CHAR(n) beside a text that ends in a blank
        "mark = customer.name",
        "parent.mark != place",
    ],
)
def test_what_random_rules_found(lab: Lab, said: str) -> None:
    tree = parse_access(said).tree
    who = [Caller("person", account, frozenset(), None, "get") for account in ACCOUNTS]
    agree(lab, tree, "creator", who)


def test_blanks_at_the_end_of_a_char_say_nothing(lab: Lab) -> None:
    someone = Caller("person", ACCOUNTS[0], frozenset(), None, "get")
    short = someone.may({*ROWS.docs_by_key}, parse_access("mark = 'ab'").tree, "")
    assert short
    for said in ("mark = 'ab  '", "mark in ('ab ', 'xy')"):
        access = lab.access(parse_access(said).tree, "creator")
        verdict = access.verdict("get", lab.principal(someone).grants)
        for engine, found in lab.held(verdict, someone.account).items():
            assert found == short, f"{engine}: {said}"
