"""Enums that PostgreSQL holds as types of its own, there and back, on both engines."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from drafts import FIRST, first_migration, model_of
from journey import Empty, refused, texts, travel
from rows import read as rows_of
from rows import table_of

from bd_scaffold import migrate
from bd_scaffold.migrate.refusals import UnsupportedChangeError
from bd_scaffold.migrate.row_fills import RowFill
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import PerEngine

OLD = """
enums:
  State: {values: [open, shut, lost], native: true}
  Side: {values: [left, right], native: true, type: Side of It}
types: {Way: {day: date, side: Side, note: "string(9)?"}}
entities:
  Place:
    key: [day, side]
    fields: {day: date, side: Side, state: State = open}
  Item:
    fields:
      code: string(20)
      amount: integer = 0
      state: State = open filter sort
      former: State?
      states: State[]
      place: Place?
      way: Way?
    indexes:
      - {fields: [code], where: "state = 'open' or former = 'open'", unique: true}
      - [state, amount]
    checks: ["state != 'shut' or amount >= 0", "state = former or amount >= 0"]
"""


def edited(*edits: tuple[str, str], text: str = OLD) -> str:
    for there, instead in edits:
        assert there in text
        text = text.replace(there, instead)
    return text


STATE = "State: {values: [open, shut, lost], native: true}"
CHANGED = {
    "values added at its end": (("lost]", "lost, found, kept]"),),
    "values added at its start": (("[open,", "[new, newer, open,"),),
    "values added between": (("[open, shut,", "[open, ajar, half, shut, gone,"),),
    "a value renamed": (("shut, lost]", "shut, missing was(lost)]"),),
    "a value renamed that rules mention": (
        ("[open, shut,", "[free was(open), shut,"),
        ("= open", "= free"),
        ("'open'", "'free'"),
    ),
    "another order": (("[open, shut, lost]", "[lost, shut, open]"),),
    "renamed and added": (
        ("[open, shut,", "[open, closed was(shut), new,"),
        ("'shut'", "'closed'"),
    ),
    "renamed and added around": (
        (
            "[open, shut, lost]",
            "[new, free was(open), half, shut, gone was(lost), last]",
        ),
        ("= open", "= new"),
        ("'open'", "'free'"),
        ("'shut'", "'half'"),
        ("native: true}\n  Side", "native: true, type: The State}\n  Side"),
    ),
    "a text from now on": ((", native: true}\n  Side", "}\n  Side"),),
    "all texts from now on": (
        (", native: true}", "}"),
        (", native: true, type: Side of It}", "}"),
    ),
    "another type's name": (("native: true}", "native: true, type: The State}"),),
    "another name": (("State", "Phase"), ("Phase: {", "Phase: {was: State, ")),
    "columns renamed": (
        ("state: State = open f", "stage: State = open was(state) f"),
        ("state = former", "stage = former"),
        ("state != ", "stage != "),
        ('"state =', '"stage ='),
        ("[state, amount]", "[stage, amount]"),
    ),
    "tables renamed": (("  Item:", "  Thing:\n    was: Item"),),
    "key's values in another order": (("[left, right]", "[right, left]"),),
    "key's values renamed": (("[left, right]", "[port was(left), right]"),),
    "another rule": (
        ('amount >= 0"]', 'amount > -9"]'),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "a field gone": (
        ("      former: State?\n", ""),
        ("state = former", "state = 'open'"),
        (" or former = 'open'", ""),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "a value type gone": (
        ("      way: Way?\n", ""),
        ("[left, right]", "[right, left]"),
    ),
    "one of two columns a text": (
        ("former: State?", "former: enum(open, shut, lost)?"),
        ('"state = former', "\"state = 'open'"),
    ),
    "an entity come, and all anew": (
        ("  Item:", "  New: {fields: {place: Place, state: State = lost}}\n  Item:"),
        ("[left, right]", "[right, left]"),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "a type come": (
        ("\ntypes:", "\n  Tone: {values: [x, y], native: true}\ntypes:"),
        ("      states:", "      tone: Tone? sort\n      states:"),
        (
            'amount >= 0"]',
            'amount >= 0", "tone is null or tone != \'x\' or amount > 0"]',
        ),
    ),
    "a default changed": (
        ("State = open filter", "State = lost filter"),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "optional": (
        ("state: State = open f", "state: State? f"),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
}


def test_values_of_keys_that_are_texts_are_renamed_where_rows_refer_to_them(
    empty: Empty,
) -> None:
    old = re.sub(", native: true(, type: Side of It)?", "", OLD)
    travel(
        empty, model_of(old), model_of(edited(("left,", "port was(left),"), text=old))
    )


@pytest.mark.parametrize("name", CHANGED)
def test_it_goes_there_and_back(empty: Empty, name: str) -> None:
    travel(empty, model_of(OLD), model_of(edited(*CHANGED[name])))


@pytest.mark.parametrize(
    "name",
    [each for each in CHANGED if not re.search("renamed|added|another name", each)],
)
def test_it_comes_from_there_and_goes_back(empty: Empty, name: str) -> None:
    travel(empty, model_of(edited(*CHANGED[name])), model_of(OLD))


KINDS = (
    "State",
    "Side",
    "string(30)",
    "string(3)",
    "text length(0, 90)",
    "enum(open, left)",
)


@pytest.mark.parametrize("new", KINDS)
@pytest.mark.parametrize("old", ["State", "Side"])
def test_a_column_becomes_something_else(empty: Empty, old: str, new: str) -> None:
    designs = (edited(("code: string(20)", f"code: {each}")) for each in (old, new))
    travel(empty, *map(model_of, designs), count=0)


def product(values: str, *rest: str) -> str:
    lines = "\n".join(f"      {each}" for each in ("a: State", *rest))
    return f"""
enums: {{State: {{values: [{values}], native: true}}}}
entities:
  Product:
    key: id
    traits: [no_timestamps]
    fields:
      id: integer
{lines}
"""


def filled(empty: Empty, old: str, new: str, said: str) -> list[object]:
    """What rows with each of the older values hold once some get what is said."""
    database, before, after = empty(), model_of(old), model_of(new)
    database.migrate([first_migration(before)])
    stored = [{"id": n, "a": a} for n, a in enumerate(("draft", "open", "shut"))]
    mapped = table_of(schema_of(before).by_name["products"])
    database.run(lambda c: c.execute(sa.insert(mapped), stored))
    fills = [RowFill("products", "a", PerEngine(said, said), said.count("'") == 2)]
    made = migrate.filled(migrate.operations(before, after), fills)
    history = migrate.read_history({FIRST: first_migration(before)})
    database.migrate([each.text for each in migrate.revision(made, history)])
    rows = database.run(rows_of(schema_of(after)))["products"]
    return [each["a"] for each in rows]


def test_rows_with_a_value_that_goes_get_another_one(empty: Empty) -> None:
    old, new = product("draft, open, shut"), product("open, done")
    assert filled(empty, old, new, "'done'") == ["done", "open", "done"]
    each = "CASE a WHEN 'draft' THEN 'done' ELSE 'open' END"
    assert filled(empty, old, new, each) == ["done", "open", "open"]


def test_rows_that_break_a_new_rule_get_a_new_value(empty: Empty) -> None:
    old, new = product("draft, open, shut"), product("draft, open, shut, done")
    new += "    checks: [\"a in ('open', 'done')\"]\n"
    assert filled(empty, old, new, "'done'") == ["done", "open", "done"]


def test_rows_that_break_a_rule_about_a_new_value_stop_it(empty: Empty) -> None:
    database, old = empty(), model_of(product("draft, open", "n: integer"))
    rule = "    checks: [\"a = 'done' or n > 0\"]\n"
    new = model_of(product("draft, open, done", "n: integer") + rule)
    database.migrate([first_migration(old)])
    mapped = table_of(schema_of(old).by_name["products"])
    row = {"id": 1, "a": "open", "n": 0}
    database.run(lambda c: c.execute(sa.insert(mapped), [row]))
    before = database.catalogue()
    with pytest.raises(RuntimeError, match="1 rows of products break the rule"):
        database.migrate(texts(old, new))
    assert database.catalogue() == before


def test_a_value_comes_without_a_copy_of_the_rows(postgresql_empty: Empty) -> None:
    old = model_of(product("draft, open"))
    new = model_of(product("draft, new, open"))
    (text,) = texts(old, new)
    assert "ALTER TYPE state ADD VALUE IF NOT EXISTS 'new' AFTER 'draft'" in text
    assert "ALTER TABLE" not in text.partition("def downgrade")[0]
    database = postgresql_empty()
    database.migrate([first_migration(old), text])
    assert database.catalogue()["type state"] == {"values": ["draft", "new", "open"]}


def test_a_type_can_not_be_called_like_a_table_that_still_has_its_rows() -> None:
    new = product("draft, open").replace("native: true", "native: true, type: labels")
    old = product("draft, open") + "  Label: {fields: {text: string(9)}}\n"
    with pytest.raises(
        UnsupportedChangeError, match="can't have the type labels beside"
    ):
        migrate.operations(model_of(old), model_of(new))


def test_values_come_and_are_renamed_without_a_copy_of_the_rows(
    postgresql_empty: Empty,
) -> None:
    old = model_of(product("draft, open"))
    new = model_of(product("early, first was(draft), open, late"))
    (text,) = texts(old, new)
    statements = re.findall(r"ALTER .*(?=\")", text.partition("def downgrade")[0])
    assert statements == [
        "ALTER TYPE state ADD VALUE IF NOT EXISTS 'early' BEFORE 'draft'",
        "ALTER TYPE state ADD VALUE IF NOT EXISTS 'late'",
        "ALTER TYPE state RENAME VALUE 'draft' TO 'first'",
    ]
    database = postgresql_empty()
    database.migrate([first_migration(old), text])
    values = ["early", "first", "open", "late"]
    assert database.catalogue()["type state"] == {"values": values}


def test_a_type_can_take_the_name_of_a_table_that_is_renamed(empty: Empty) -> None:
    old = product("draft, open")
    new = old.replace("native: true", "native: true, type: products")
    new = new.replace("    key: id", "    table: goods\n    key: id")
    travel(empty, model_of(old), model_of(new))


@pytest.mark.parametrize("word", ["ordered", "native"])
def test_values_with_a_colon_before_a_word_are_renamed(empty: Empty, word: str) -> None:
    """No part of a value is a parameter of the statement that renames it in the rows."""
    said = f"{{values: ['at :noon', 'on:off'], {word}: true}}"
    old = f"enums: {{State: {said}}}\nentities: {{Item: {{fields: {{state: State}}}}}}"
    travel(
        empty,
        model_of(old),
        model_of(old.replace("'at :noon'", "'at :night was(at :noon)'")),
    )
    less = model_of(old.replace(", 'on:off'", ""))
    assert refused(empty, model_of(old), less) == (
        "6 rows of items have the state on:off."
    )
