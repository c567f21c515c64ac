"""Copies of rows come along with whatever happens to the rows' columns, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import design_of, entity, first_migration, model_of
from journey import check_rows, there, travel
from rows import read, table_of
from test_fills import revisions

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

Empty = Callable[[], Database]

FIELDS = (
    "sku: string(40) unique\nprice: decimal(12,2) min(0)\nstock: integer min(0) = 0"
)
LEFT_OUT = f"{FIELDS}\nnote: text? encrypted filter\npin: string(9)? writeonly"

FORTH_AND_BACK = {
    "field_renamed": (FIELDS, FIELDS.replace("stock:", "on_hand:") + " was(stock)"),
    "field_added": (FIELDS, f"{FIELDS}\nweight: integer = 3\nat: datetime readonly"),
    "field_removed": (f"{FIELDS}\nold: enum(x, y)", FIELDS),
    "field_widened": (FIELDS, FIELDS.replace("string(40)", "string(64)")),
    "field_narrowed": (FIELDS, FIELDS.replace("string(40)", "string(20)")),
    "field_retyped": (f"{FIELDS}\na: integer", f"{FIELDS}\na: string(20)"),
    "field_required": (f"{FIELDS}\na: integer?", f"{FIELDS}\na: integer = 5"),
    "value_added": (f"{FIELDS}\na: enum(x, y)", f"{FIELDS}\na: enum(z, x, y)"),
    "computed": (FIELDS, f"{FIELDS}\ntwice: bigint computed(stock * 2)"),
    "left_out": (FIELDS, LEFT_OUT),
    "written_only": (f"{FIELDS}\nnote: text?", f"{FIELDS}\nnote: text? writeonly"),
    "list": (f"{FIELDS}\na: integer[]", f"{FIELDS}\na: integer[]\nb: json?"),
}


def _kept(fields: str, **words: str) -> Model:
    return entity(fields, **({"traits": "[history]"} | words))


@pytest.mark.parametrize("change", FORTH_AND_BACK)
def test_copies_have_the_columns_that_rows_have(empty: Empty, change: str) -> None:
    travel(empty, *map(_kept, FORTH_AND_BACK[change]))


WORDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "on": ({"traits": "[versioned]"}, {"traits": "[versioned, history]"}),
    "off": ({}, {"traits": "[versioned]"}),
    "with_marks": ({}, {"traits": "[history, soft_delete]"}),
    "without_timestamps": ({}, {"traits": "[history, no_timestamps]"}),
    "natural_key": ({}, {"key": "sku"}),
    "composite_key": ({"key": "sku"}, {"key": "[sku, stock]"}),
}


@pytest.mark.parametrize("change", WORDS)
def test_copies_come_and_go_with_words(empty: Empty, change: str) -> None:
    old, new = WORDS[change]
    plain = FIELDS.replace(" = 0", "").replace(" unique", "")
    travel(empty, _kept(plain, **old), _kept(plain, **new))


SHOP = """
enums: {Status: [draft, placed, lost]}
entities:
  Customer:
    fields: {email: email unique}
    traits: [history]
  Order:
    fields:
      customer: Customer? on_delete(cascade)
      status: Status = draft
      stages: Status[]
    traits: [history]
"""
EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "entity_renamed": (
        ("  Customer:\n", "  Buyer:\n    was: Customer\n"),
        ("customer: Customer?", "buyer: Buyer? was(customer)"),
    ),
    "value_renamed": (("placed, lost", "given was(placed), lost"),),
    "value_added": (("lost]", "lost, found]"),),
    "enum_native": (
        ("Status: [draft, placed, lost]", "Status: {values: [draft, placed, lost], native: true}"),
    ),
    "relation_gone": (("      customer: Customer? on_delete(cascade)\n", "      note: text?\n"),),
}  # fmt: skip


def _edited(change: str) -> Model:
    text = SHOP
    for old, new in EDITS[change]:
        assert old in text
        text = text.replace(old, new)
    return model_of(text)


@pytest.mark.parametrize("change", EDITS)
def test_copies_follow_their_entities(empty: Empty, change: str) -> None:
    travel(empty, model_of(SHOP), _edited(change))


def test_a_renamed_value_is_renamed_in_copies(empty: Empty) -> None:
    old, new = model_of(SHOP), _edited("value_renamed")
    journey = there(empty, old, new, 40)
    then = {row["status"] for row in journey.stored["orders_history"]}
    now = journey.database.run(read(schema_of(new)))
    assert "placed" in then
    assert {row["status"] for row in now["orders_history"]} == {
        "given" if each == "placed" else each for each in then
    }
    check_rows(old, new, journey.stored, now)


def test_copies_are_lost_only_where_that_is_asked_for() -> None:
    old, new = _kept(FIELDS), _kept(FIELDS, traits="[versioned]")
    found = migrate.destructive_changes(migrate.operations(old, new))
    assert [each.name for each in found] == ["drop:Product.history"]
    on = migrate.destructive_changes(migrate.operations(new, old))
    assert [each.name for each in on] == ["drop:Product.version"]


def test_what_goes_of_a_row_goes_of_its_copies() -> None:
    old, new = map(_kept, FORTH_AND_BACK["field_removed"])
    found = migrate.destructive_changes(migrate.operations(old, new))
    assert {each.name for each in found} == {"drop:Product.old"}


def test_what_is_encrypted_from_now_on_goes_of_copies() -> None:
    old, new = _kept(f"{FIELDS}\nnote: text?"), _kept(
        f"{FIELDS}\nnote: text? encrypted"
    )
    found = migrate.destructive_changes(migrate.operations(old, new))
    assert "drop:Product.note" in [each.name for each in found]


def test_copies_get_what_rows_get_that_would_not_fit(empty: Empty) -> None:
    old, new = (
        design_of(f"id: integer\na: enum({values})", key="[id]", traits="[history]")
        for values in ("draft, open", "open, done")
    )
    database, before = empty(), model_of(old)
    database.migrate([first_migration(before)])
    then = {"history_id": 1, "history_operation": "create", "history_request_id": "-"}
    then |= {
        "history_at": dt.datetime(2026, 1, 31, tzinfo=dt.UTC),
        "id": 1,
        "a": "draft",
    }
    history = table_of(schema_of(before).by_name["products_history"])
    database.run(lambda connection: connection.execute(sa.insert(history), [then]))
    database.migrate(revisions(old, new, ("Product.a=done",)))
    [copy] = database.run(read(schema_of(model_of(new))))["products_history"]
    assert copy["a"] == "done"
