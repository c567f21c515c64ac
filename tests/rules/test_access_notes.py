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
