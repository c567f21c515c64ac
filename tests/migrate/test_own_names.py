"""Names of a design's own: a table or a column gets another one, and its rows stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity, model_of
from journey import travel

from bd_scaffold import migrate
from bd_scaffold.resync.strings import string_renames

FIELDS = """\
price: decimal(9,2) min(0) {} filter sort
code: string(10) unique {}
group: string(20)? {}
kind: enum(a, b) = a {}"""
OURS = FIELDS.format("", "", "", "")
THEIRS = FIELDS.format(
    'column("Unit Price")',
    'column("Code (short)")',
    'column("Group")',
    'column("Kind-No")',
)
WORDS = {
    "unique": "[[code, group]]",
    "indexes": "[{fields: [price], where: \"kind = 'a'\", include: [code]}]",
    "checks": '["price < 1000 or group is not null"]',
}
RELATED = """\
entities:
  Customer:
    table: {customer}
    key: [code]
    fields:
      code: string(5) {code}
      orders: Order[] by customer
  Order:
    table: {order}
    fields:
      customer: Customer {key}
      above: Order? {above}
      tags: Tag[] {links}
      likes: Order[]
  Tag:
    fields:
      name: string(20) unique
"""
USUAL = RELATED.format(
    customer="customers", order="orders", code="", key="", above="", links=""
)
NAMED = RELATED.format(
    customer="Customers",
    order="order",
    code='column("CustomerID")',
    key='column("Customer")',
    above='column("Parent ID")',
    links='table("Order Tags") column("Order", "Tag")',
)

CHANGES = {
    "columns": (entity(OURS, **WORDS), entity(THEIRS, **WORDS)),
    "columns_back": (entity(THEIRS, **WORDS), entity(OURS, **WORDS)),
    "plural": (entity(OURS), entity(OURS, plural="wares")),
    "table": (entity(OURS), entity(THEIRS, table="Order Details")),
    "case": (
        entity("name: string(9) unique column(Name)", table="order"),
        entity("name: string(9) unique column(NAME)", table="Order"),
    ),
    "field_and_column": (
        entity(f"{THEIRS}\nnote: text?"),
        entity(
            THEIRS.replace("price:", "cost:")
            .replace("Unit Price", "Cost")
            .replace("filter sort", "sort was(price)")
        ),
    ),
    "column_stays": (
        entity("sku: string(9) unique\nat: integer = 3"),
        entity("code: string(9) unique was(sku) column(sku)\nat: integer = 3"),
    ),
    "added_and_removed": (
        entity(OURS),
        entity(
            f'{OURS}\nnote: string(9) = "x" column("Note to It")\nown: uuid? column("Own")'
        ),
    ),
    "relations": (model_of(USUAL), model_of(NAMED)),
    "relations_back": (model_of(NAMED), model_of(USUAL)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    travel(empty, *CHANGES[change])


TWO = "a: integer column({})\nb: integer column({})"
TAKEN = {
    "swapped": (TWO.format("x", "y"), TWO.format("y", "x")),
    "in_turn": (TWO.format("x", "y"), TWO.format("z", "x")),
    "of_what_goes": (TWO.format("x", "y"), "a: integer column(y)"),
    "of_another_case": ("a: integer? column(X)", "b: integer? column(x)"),
}


@pytest.mark.parametrize("change", TAKEN)
def test_a_name_that_another_column_has_takes_two_steps(change: str) -> None:
    with pytest.raises(migrate.UnsupportedChangeError, match="in a second one"):
        migrate.operations(*map(entity, TAKEN[change]))


def test_a_table_does_not_take_the_name_of_another_one() -> None:
    tables = "entities:\n  A: {{fields: {{n: text}}{}}}\n  B: {{fields: {{n: text}}{}}}"
    old = model_of(tables.format("", ""))
    with pytest.raises(migrate.UnsupportedChangeError, match="the table bs, which B"):
        migrate.operations(old, model_of(tables.format(", table: bs", ", table: cs")))


def test_strings_of_a_team_follow_a_plural_and_a_path() -> None:
    renames = string_renames(
        entity("price: integer", "Person"),
        entity("price: integer", "Person", plural="staff", path="staff-members"),
    )
    assert renames.paths == {"/people": "/staff-members"}
    assert renames.tables == {"people": "staff"}


def test_the_path_and_the_table_do_not_follow_a_plural_that_are_said_themselves() -> (
    None
):
    said = {"path": "people", "table": "people"}
    one, other = (
        entity("price: integer", "Person", plural=plural, **said)
        for plural in ("people", "staff")
    )
    assert not migrate.operations(one, other)
    assert one.entities[0].path == other.entities[0].path == "/people"
    assert other.entities[0].package == "shop.staff"


def test_sql_of_a_team_is_left_to_it_where_a_name_needs_quotes() -> None:
    renames = string_renames(
        entity("price: integer\nsize: integer"),
        entity('price: integer column("Unit Price")\nsize: integer column(width)'),
    )
    assert renames.columns == {"price": "Unit Price", "size": "width"}
    assert renames.quoted == {"price"}
