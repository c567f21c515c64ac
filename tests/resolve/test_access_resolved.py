"""Rules of access are resolved to what SQL and Python need of them."""

from __future__ import annotations

import pytest

from bd_scaffold import rules
from bd_scaffold.language.access_expression import to_text
from bd_scaffold.resolve.access_matrix import matrices
from bd_scaffold.resolve.access_rules import Read, about_rows, reads
from bd_scaffold.resolve.resolved import Resolved, ResolvedEntity

DESIGN = """\
name: shop
security:
  authentication: jwt
  roles: {admin: "*", clerk: ["order:read"], customer: []}
  defaults: {read: authenticated, write: admin, delete: clerk}
types:
  Money: {amount: "decimal(12,2)", currency: string(3)}
entities:
  Place:
    fields: {country: string(2), code: string(5), city: string(40), account: user?}
    key: [country, code]
  Customer:
    fields: {place: Place?, account: user unique, email: email unique}
    owner: account
  Order:
    fields: {customer: Customer to(email), price: Money, open: boolean, parent: Order?}
    owner: customer.account
    access:
      list: open
      read: owner or order:read
      update: price.amount < 100 and customer.place.account = principal.id
      delete: parent is null or id = id
"""


def _resolved() -> Resolved:
    found = rules.reviewed(DESIGN, "design.yaml")
    assert found.resolved is not None
    assert not found.mistakes
    return found.resolved


def _order() -> ResolvedEntity:
    return _resolved().entities["Order"]


def _columns(read: Read) -> list[list[tuple[str, str]]]:
    return [[(a.column, b.column) for a, b in each.columns] for each in read.steps]


def test_the_narrower_word_wins_and_the_entitys_own_before_defaults() -> None:
    said = {
        name: {
            operation: rule and (rule.text, rule.is_default, rule.word)
            for operation, rule in entity.access.rules.items()
        }
        for name, entity in _resolved().entities.items()
        if entity.access
    }
    assert said["Place"] == {
        "list": ("authenticated", True, "read"),
        "get": ("authenticated", True, "read"),
        "create": ("admin", True, "write"),
        "update": ("admin", True, "write"),
        "delete": ("clerk", True, "delete"),
    }
    assert said["Order"]["list"] == ("open", False, "list")
    assert said["Order"]["get"] == ("owner or order:read", False, "read")
    assert said["Order"]["create"] == ("admin", True, "write")


def test_what_nobody_says_is_nobodys() -> None:
    text = "name: shop\nsecurity: {authentication: jwt}\nentities: {A: {fields: {b: text}}}"
    found = rules.reviewed(text, "design.yaml").resolved
    assert found is not None
    access = found.entities["A"].access
    assert access is not None
    assert set(access.rules.values()) == {None}
    assert access.rule_of("replace") is None


def test_a_design_without_security_has_no_rules() -> None:
    found = rules.reviewed("name: a\nentities: {A: {fields: {b: text}}}", "d").resolved
    assert found is not None
    assert found.entities["A"].access is None


def test_the_steps_of_a_path_name_the_columns_on_both_sides() -> None:
    access = _order().access
    assert access is not None
    assert access.owner is not None
    assert _columns(access.owner) == [[("customer_email", "email")]]
    assert access.owner.slot.column == "account_id"
    assert not access.owner.nullable
    update = access.rules["update"]
    assert update is not None
    price, account = reads(update.tree)
    assert (price.text, price.slot.column) == ("price.amount", "price_amount")
    assert _columns(account)[1] == [
        ("place_country", "country"),
        ("place_code", "code"),
    ]
    assert [each.nullable for each in account.steps] == [False, True]
    assert account.nullable


@pytest.mark.parametrize(
    ("operation", "rows"), [("list", True), ("get", True), ("create", False)]
)
def test_a_rule_is_about_rows_where_one_of_its_words_is(
    operation: str,
    rows: bool,  # noqa: FBT001
) -> None:
    access = _order().access
    assert access is not None
    rule = access.rule_of(operation)
    assert rule is not None
    assert about_rows(rule.tree) is rows


def test_the_matrix_says_what_is_left_of_a_rule_for_each_caller() -> None:
    found = {each.entity.name: each for each in matrices(_resolved())}
    table = {
        row.operation: {cell.caller.name: cell.text for cell in row.cells}
        for row in found["Order"].rows
    }
    assert table["get"] == {
        "anonymous": "no",
        "signed in": "own rows",
        "admin": "yes",
        "clerk": "yes",
        "customer": "own rows",
        "owner": "yes",
    }
    assert table["list"]["anonymous"] == "where open"
    assert table["update"]["anonymous"] == "no"
    assert table["update"]["owner"] == (
        "where price.amount < 100 and customer.place.account = principal.id"
    )
    assert [each.name for each in found["Place"].callers] == [
        *("anonymous", "signed in", "admin", "clerk", "customer"),
    ]


def test_fields_have_rules_of_their_own() -> None:
    text = (
        "name: a\nsecurity: {authentication: jwt, roles: {clerk: []}}\n"
        "types: {Money: {amount: integer, unit: text}}\n"
        "entities: {A: {fields: {name: string(9)? readable(clerk), "
        "'price': {type: Money, writable: not clerk}}, access: {read: public, write: clerk}}}"
    )
    resolved = rules.reviewed(text, "design.yaml").resolved
    assert resolved is not None
    access = resolved.entities["A"].access
    assert access is not None
    assert access.fields["name"].writable is None
    assert [*access.fields] == ["name", "price_amount", "price_unit"]
    (matrix,) = matrices(resolved)
    table = {row.operation: [cell.text for cell in row.cells] for row in matrix.rows}
    assert table["read name"] == ["no", "no", "yes"]
    assert table["write price.unit"] == ["yes", "yes", "no"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("authenticated", "owner"),
        ("public", "owner or account is null"),
        ("admin or authenticated", "admin or owner"),
        ("authenticated and not name is null", "owner and not name is null"),
        ("authenticated and clerk", "authenticated and clerk"),
        ("order:write", "order:write"),
    ],
)
def test_nobody_creates_a_row_for_somebody_else_by_having_signed_in(
    said: str, meant: str
) -> None:
    found = rules.reviewed(
        "name: a\nsecurity: {authentication: jwt, roles: {admin: '*', clerk: []}}\n"
        "entities: {A: {fields: {name: string(9)?, account: user?}, owner: account, "
        f'access: {{create: "{said}"}}}}}}',
        "design.yaml",
    )
    assert found.mistakes == ()
    assert found.resolved is not None
    access = found.resolved.entities["A"].access
    assert access is not None
    rule = access.rule_of("create")
    assert rule is not None
    assert (rule.text, to_text(rule.meant)) == (said, meant)
