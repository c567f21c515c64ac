"""Old and new code take turns at the same rows, statement by statement, between two steps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import first_migration, model_of
from journey import Empty
from rows import table_of
from test_two_steps import started, two_steps

from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

BEFORE = """
enums: {State: [open, shut, lost]}
entities:
  Box: {fields: {label: string(40) unique}, traits: [no_timestamps]}
  Item:
    fields:
      code: string(20) unique
      amount: integer min(0)
      state: State
      note: text?
      box: Box? on_delete(set_null)
    traits: [no_timestamps]
"""


@dataclass(frozen=True, slots=True)
class Code:
    """The statements of an application that was generated from a model."""

    database: Database
    table: sa.Table

    def insert(self, **values: Any) -> uuid.UUID:
        key = uuid.uuid4()
        statement = self.table.insert().values(id=key, **values)
        self.database.run(lambda connection: connection.execute(statement))
        return key

    def update(self, key: uuid.UUID, **values: Any) -> None:
        statement = self.table.update().where(self.table.c.id == key).values(**values)
        assert self.database.run(lambda c: c.execute(statement).rowcount) == 1

    def delete(self, key: uuid.UUID) -> None:
        statement = self.table.delete().where(self.table.c.id == key)
        assert self.database.run(lambda c: c.execute(statement).rowcount) == 1

    def read(self, key: uuid.UUID) -> dict[str, Any]:
        statement = sa.select(self.table).where(self.table.c.id == key)
        found = self.database.run(lambda c: c.execute(statement).mappings().one())
        return {name: value for name, value in found.items() if name != "id"}


@dataclass(frozen=True, slots=True)
class Between:
    """A database between two steps, and both applications that it serves."""

    database: Database
    contract: list[str]
    old: Callable[[str], Code]
    new: Callable[[str], Code]


def between(empty: Empty, old: Model, new: Model) -> Between:
    database = started(empty, old, 0)
    expand, contract = two_steps(old, new)
    database.migrate(expand)

    def code(model: Model, name: str) -> Code:
        return Code(database, table_of(schema_of(model).by_name[name]))

    return Between(
        database, contract, lambda name: code(old, name), lambda name: code(new, name)
    )


def changed(*edits: tuple[str, str]) -> Model:
    text = BEFORE
    for there, instead in edits:
        assert there in text
        text = text.replace(there, instead)
    return model_of(text)


ITEM = {"amount": 1, "state": "open", "note": None, "box_id": None}


def test_a_renamed_column_is_written_by_either_name(empty: Empty) -> None:
    new_model = changed(("amount: integer", "quantity: integer was(amount)"))
    state = between(empty, model_of(BEFORE), new_model)
    old, new = state.old("items"), state.new("items")
    one = old.insert(code="a", **ITEM)
    assert new.read(one)["quantity"] == 1
    two = new.insert(code="b", quantity=2, state="open")
    assert old.read(two)["amount"] == 2
    old.update(two, amount=3)
    assert new.read(two)["quantity"] == 3
    new.update(one, quantity=4)
    assert old.read(one)["amount"] == 4
    old.update(one, note="Nobody counts.")
    new.update(one, note="Nobody counts any more.")
    assert (old.read(one)["amount"], new.read(one)["quantity"]) == (4, 4)
    state.database.migrate(state.contract)
    assert [new.read(key)["quantity"] for key in (one, two)] == [4, 3]
    fresh = empty()
    fresh.migrate([first_migration(new_model)])
    assert state.database.catalogue() == fresh.catalogue()


def test_of_two_names_at_once_the_newer_one_is_right(empty: Empty) -> None:
    state = between(
        empty,
        model_of(BEFORE),
        changed(("amount: integer", "quantity: integer was(amount)")),
    )
    old, new = state.old("items"), state.new("items")
    both = table_of(schema_of(model_of(BEFORE)).by_name["items"])
    both.append_column(sa.Column("quantity", sa.Integer))
    code = Code(state.database, both)
    key = code.insert(code="a", quantity=7, **ITEM)
    assert (old.read(key)["amount"], new.read(key)["quantity"]) == (7, 7)
    code.update(key, amount=8, quantity=9)
    assert (old.read(key)["amount"], new.read(key)["quantity"]) == (9, 9)


def test_the_rules_of_a_renamed_column_bind_both(empty: Empty) -> None:
    state = between(
        empty,
        model_of(BEFORE),
        changed(
            ("code: string(20)", "number: string(20) was(code)"),
            ("amount: integer", "quantity: integer was(amount)"),
        ),
    )
    old, new = state.old("items"), state.new("items")
    old.insert(code="a", **ITEM)
    with pytest.raises(sa.exc.IntegrityError):
        new.insert(number="a", quantity=1, state="open")
    new.insert(number="b", quantity=1, state="open")
    with pytest.raises(sa.exc.IntegrityError):
        old.insert(code="b", **ITEM)
    with pytest.raises(sa.exc.IntegrityError):
        new.insert(number="c", quantity=-1, state="open")
    with pytest.raises(sa.exc.IntegrityError):
        old.insert(code="d", **{**ITEM, "amount": -1})


def test_a_renamed_relation_is_followed_by_either_name(empty: Empty) -> None:
    state = between(
        empty, model_of(BEFORE), changed(("box: Box?", "crate: Box? was(box)"))
    )
    old, new, boxes = state.old("items"), state.new("items"), state.new("boxes")
    box, other = boxes.insert(label="x"), boxes.insert(label="y")
    one = old.insert(code="a", **{**ITEM, "box_id": box})
    two = new.insert(code="b", amount=1, state="open", crate_id=box)
    old.update(one, box_id=other)
    assert (new.read(one)["crate_id"], old.read(two)["box_id"]) == (other, box)
    new.update(one, crate_id=None)
    assert old.read(one)["box_id"] is None


def test_a_renamed_enum_column_carries_renamed_values(empty: Empty) -> None:
    state = between(
        empty,
        model_of(BEFORE),
        changed(
            ("lost]", "gone was(lost)]"), ("state: State", "stage: State was(state)")
        ),
    )
    old, new = state.old("items"), state.new("items")
    one = old.insert(code="a", **{**ITEM, "state": "lost"})
    two = new.insert(code="b", amount=1, stage="gone")
    assert (new.read(one)["stage"], old.read(two)["state"]) == ("gone", "lost")
    new.update(one, stage="shut")
    old.update(two, state="open")
    assert (old.read(one)["state"], new.read(two)["stage"]) == ("shut", "open")
    old.update(two, state="lost")
    state.database.migrate(state.contract)
    assert new.read(two)["stage"] == "gone"


def test_a_column_is_renamed_and_holds_another_type(empty: Empty) -> None:
    state = between(
        empty,
        model_of(BEFORE),
        changed(("amount: integer min(0)", "quantity: string(9) was(amount)")),
    )
    old, new = state.old("items"), state.new("items")
    one = old.insert(code="a", **ITEM)
    two = new.insert(code="b", quantity="22", state="open")
    assert (new.read(one)["quantity"], old.read(two)["amount"]) == ("1", 22)
    new.update(one, quantity="11")
    old.update(two, amount=2)
    assert (old.read(one)["amount"], new.read(two)["quantity"]) == (11, "2")


def test_a_renamed_table_is_written_by_either_name(postgresql_empty: Empty) -> None:
    state = between(
        postgresql_empty,
        model_of(BEFORE),
        changed(
            ("  Item:\n", "  Article:\n    was: Item\n"),
            ("amount: integer", "quantity: integer was(amount)"),
            ("state: State", "stage: State was(state)"),
            ("lost]", "gone was(lost)]"),
        ),
    )
    old, new, boxes = state.old("items"), state.new("articles"), state.old("boxes")
    box = boxes.insert(label="x")
    one = old.insert(code="a", **{**ITEM, "box_id": box, "state": "lost"})
    assert new.read(one) == {
        "code": "a", "quantity": 1, "stage": "gone", "note": None, "box_id": box
    }  # fmt: skip
    two = new.insert(code="b", quantity=2, stage="open")
    old.update(two, amount=3, state="shut")
    new.update(one, quantity=4, stage="open")
    assert (old.read(one)["amount"], new.read(two)["quantity"]) == (4, 3)
    assert (old.read(one)["state"], new.read(two)["stage"]) == ("open", "shut")
    given = sa.select(old.table.c.id).where(old.table.c.code == "b").with_for_update()
    assert state.database.run(lambda c: c.execute(given).scalars().all()) == [two]
    returned = old.table.update().values(amount=5).returning(old.table.c.amount)
    assert state.database.run(lambda c: c.execute(returned).scalars().all()) == [5, 5]
    with pytest.raises(sa.exc.IntegrityError, match="uq_items_code"):
        old.insert(code="b", **ITEM)
    old.delete(one)
    state.database.migrate(state.contract)
    assert new.read(two)["quantity"] == 5
