"""What `check` notes of who may do what."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline, rules

DESIGN = """\
name: shop
security:
  authentication: jwt
  roles: {{clerk: {may}}}
entities:
  Order:
    fields: {{number: string(20), paid: boolean, account: user}}
{words}
"""

WHOLE = "    access: {read: clerk, write: 'order:write'}"


def _noted(words: str, may: str = '["order:write"]') -> list[str]:
    design = DESIGN.format(words=words, may=may)
    assert not rules.review(design, "design.yaml")[1]
    notes = pipeline.noted(design.encode(), "design.yaml")
    return [str(each).partition(" ")[2] for each in notes]


def test_rules_that_somebody_meets_are_not_noted() -> None:
    assert _noted(WHOLE) == []
    assert _noted(WHOLE, '"*"') == []
    assert _noted(WHOLE, '["order:*"]') == []


def test_what_nothing_is_said_about_is_refused_to_everybody() -> None:
    (note,) = _noted("", "[]")
    assert note == (
        "BD959 Order: Nobody may list, get, create, update, replace or delete: nothing "
        "says who. Say it in `access`, or for all entities in `defaults` of security."
    )
    (note,) = _noted("    access: {read: clerk, create: clerk}", "[]")
    assert "Nobody may update, replace or delete: nothing says who." in note


@pytest.mark.parametrize(
    "rule", ["not authenticated and clerk", "public and not public"]
)
def test_a_rule_that_holds_for_nobody_is_noted(rule: str) -> None:
    (note,) = _noted(f"    access: {{read: {rule}, write: clerk}}", "[]")
    assert note == (
        f"BD959 Order: Nobody may list or get: {rule} holds for nobody. Say who may."
    )


def test_what_everybody_may_change_is_noted() -> None:
    (note,) = _noted("    access: {read: public, write: not clerk or clerk}", "[]")
    assert note == (
        "BD960 Order: Everybody may create, update, replace or delete, without signing in. "
        "Write authenticated, a role or a permission, if that is not meant."
    )


LESS = "Write authenticated, a role or a permission, if that is not meant."


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("clerk", ": without signing in, none."),
        ("paid or clerk", ", without signing in."),
    ],
)
def test_what_everybody_may_do_to_rows_that_not_everybody_may_get_is_said_so(
    read: str, said: str
) -> None:
    made, changed = _noted(f"    access: {{read: {read}, write: public}}", "[]")
    assert made == f"BD960 Order: Everybody may create, without signing in. {LESS}"
    assert changed == (
        "BD960 Order: Everybody may update, replace or delete the rows that they may "
        f"get{said} {LESS}"
    )


def test_permissions_without_effect_are_noted() -> None:
    granted, *refused = _noted(WHOLE, '["order:ship"]')
    assert granted == (
        "BD961 security.roles.clerk: No rule asks for order:ship. "
        "Ask for it in `access`, or leave it out."
    )
    assert [each[:5] for each in refused] == ["BD959", "BD961"]
    assert refused[1] == (
        "BD961 Order.access.write: No role has order:write. Roles are clerk."
    )


def test_a_field_that_a_new_row_needs_and_not_everybody_may_give_is_noted() -> None:
    words = "      total: integer writable(clerk)\n"
    text = DESIGN.replace(
        "    fields: {{number: string(20), paid: boolean, account: user}}\n",
        "    fields:\n      account: user\n" + words,
    )
    text = text.format(
        words="    access: {read: clerk, write: authenticated}", may="[]"
    )
    (note,) = pipeline.noted(text.encode(), "design.yaml")
    assert note.message == (
        "Order.total: Who creates a row needs it, and signed in may not give it."
    )
    free = text.replace("total: integer", "total: integer = 0")
    assert pipeline.noted(free.encode(), "design.yaml") == ()


def test_an_owner_that_no_rule_asks_for_is_noted() -> None:
    (note,) = _noted(f"    owner: account\n{WHOLE}")
    assert note.startswith("BD962 Order.owner: No rule asks for the owner.")
    assert (
        _noted("    owner: account\n    access: {read: owner, write: owner}", "[]")
        == []
    )


OWN = """\
operations:
  Order.count: {on: collection, access: RULE}
  Order.pay: {access: RULE}
  Order.tell: {method: get, access: RULE}
  Shop.close: {on: none, access: RULE}
  Shop.tell: {on: none, method: get, access: RULE}
"""


def _noted_of_own(rule: str, may: str = '["order:write"]') -> list[str]:
    return _noted(f"{WHOLE}\n{OWN.replace('RULE', rule)}", may)


def test_an_operation_that_everybody_may_call_and_that_changes_something_is_noted() -> (
    None
):
    hint = "Write authenticated, a role or a permission, if that is not meant."
    assert _noted_of_own("public") == [
        f"BD960 {place}: Everybody may {name} {hint}"
        for place, name in (
            ("Order", "count, without signing in."),
            ("Order", "pay the rows that they may get: without signing in, none."),
            ("Shop.close", "close, without signing in."),
        )
    ]
    assert _noted_of_own("authenticated") == []


def test_an_operation_of_no_entity_that_nobody_may_call_is_noted() -> None:
    found = _noted_of_own("not authenticated and clerk")
    assert "close: not authenticated and clerk holds for nobody" in " ".join(found)
    (note,) = _noted(f"{WHOLE}\noperations: {{Shop.close: {{on: none}}}}")
    assert note == (
        "BD959 Shop.close: Nobody may close: nothing says who. "
        "Say it in `access`, or for all in `defaults` of security."
    )


def test_permissions_are_asked_for_by_operations_too() -> None:
    assert _noted_of_own("order:count", '["order:write", "order:count"]') == []
    found = _noted_of_own("order:count")
    assert "No role has order:count." in " ".join(found)
