"""Keys that the database numbers grow wider, get other names, and never come twice."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import first_migration, model_of
from journey import Empty, catalogue_of, texts, travel

from bd_scaffold import migrate

SHOP = """
entities:
  Order: {fields: {id: integer auto, name: string(9), parent: Order?, tags: 'Tag[]'}}
  Tag: {fields: {id: integer auto, word: string(9)}}
  Line: {key: [order, row], fields: {order: Order on_delete(cascade), row: integer}}
"""
WIDER = SHOP.replace("integer auto", "bigint auto")
RENAMED = SHOP.replace("Order: {f", "Purchase: {was: Order, f").replace(
    "id: integer auto, name", "number: integer auto was(id), name"
)
RENAMED = RENAMED.replace(": Order", ": Purchase").replace(
    "was: Purchase", "was: Order"
)


def changed(database: Database, *statements: str) -> list[Any]:
    """Run statements; return the ids of orders."""

    def run(connection: sa.Connection) -> list[Any]:
        for each in statements:
            connection.execute(sa.text(each))
        found = connection.execute(sa.text("SELECT id FROM orders ORDER BY id"))
        return list(found.scalars())

    return database.run(run)


@pytest.mark.parametrize("new", [WIDER, RENAMED], ids=["wider", "renamed"])
def test_a_numbered_key_changes_with_what_refers_to_it(empty: Empty, new: str) -> None:
    travel(empty, model_of(SHOP), model_of(new))


def test_a_number_is_not_given_again(empty: Empty) -> None:
    old, new = model_of(SHOP), model_of(WIDER)
    database = empty()
    database.migrate([first_migration(old)])
    add = "INSERT INTO orders (name, created_at, updated_at) VALUES ('a', {0}, {0})"
    add = add.format("CURRENT_TIMESTAMP")
    last = "DELETE FROM orders WHERE id = (SELECT max(id) FROM orders)"
    assert changed(database, add, add, last, add, last) == [1]
    revisions = texts(old, new)
    database.migrate(revisions)
    assert changed(database, add, last, add, last) == [1]
    database.migrate(reversed(revisions), "downgrade")
    assert changed(database, add) == [1, 6]
    assert database.catalogue() == catalogue_of(old, database, empty)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "id: integer auto,", "The database numbers"),
        (
            "code: string(9),",
            "code: string(9), id: integer auto,",
            "The database numbers",
        ),
        ("id: integer auto,", "", "The database no longer numbers"),
        ("", "id: bigint auto,", "Item.id changes from uuid to bigint"),
    ],
)
def test_a_table_is_numbered_from_its_start_or_never(
    old: str, new: str, said: str
) -> None:
    one, other = (
        model_of(f"entities: {{Item: {{{_keyed(key)} fields: {{{key} n: integer}}}}}}")
        for key in (old, new)
    )
    with pytest.raises(migrate.UnsupportedChangeError, match=said):
        migrate.operations(one, other)


def _keyed(fields: str) -> str:
    return "key: code," if fields.startswith("code") and "auto" not in fields else ""


def test_a_key_that_the_design_says_as_it_was_generated_changes_nothing() -> None:
    one = model_of("entities: {Item: {fields: {n: integer}}}")
    other = model_of("entities: {Item: {fields: {id: uuid auto, n: integer}}}")
    assert migrate.operations(one, other) == ()


SLOTS = """
entities:
  Slot:
    key: [at, active, side]
    fields: {at: datetime, active: boolean, side: "enum(left, right)"}
  Visit:
    key: [slot, hour]
    fields: {slot: Slot on_delete(cascade), hour: time, follows: Slot?}
"""
TOLD = SLOTS.replace('(left, right)"', '(left, right)", token: uuid readonly').replace(
    "hour: time", "hour: time, token: uuid readonly"
)


def test_rows_are_told_apart_by_moments_and_switches(empty: Empty) -> None:
    travel(empty, model_of(SLOTS), model_of(TOLD))


COUNTRY = (
    "entities:\n  Country: {{key: number, fields: {{number: {0}, name: string(9)}}}}"
)


@pytest.mark.parametrize("kind", ["smallint", "integer", "bigint"])
def test_a_number_that_clients_send_has_no_sequence(empty: Empty, kind: str) -> None:
    old = COUNTRY.format(kind)
    new = f"{old}\n  Dial: {{key: code, fields: {{code: {kind}, name: string(9)}}}}"
    database = empty()
    database.migrate([first_migration(model_of(old))])
    database.migrate(texts(model_of(old), model_of(new)))
    found = database.catalogue()
    assert found["countries"]["columns"]["number"][2] is None
    assert found["dials"]["columns"]["code"][2] is None
