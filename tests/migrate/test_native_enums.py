"""Enums that PostgreSQL holds as types of its own, there and back, on both engines."""

from __future__ import annotations

import re

import pytest
from drafts import model_of
from journey import Empty, travel

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
    "renamed and added": (("[open, shut,", "[open, closed was(shut), new,"), ("'shut'", "'closed'")),
    "a text from now on": ((", native: true}\n  Side", "}\n  Side"),),
    "all texts from now on": (
        (", native: true}", "}"),
        (", native: true, type: Side of It}", "}"),
    ),
    "another type's name": (("native: true}", "native: true, type: The State}"),),
    "another name": (("State", "Phase"), ("Phase: {", "Phase: {was: State, ")),
    "columns renamed": (("state: State = open f", "stage: State = open was(state) f"), ("state = former", "stage = former"), ("state != ", "stage != "), ("\"state =", "\"stage ="), ("[state, amount]", "[stage, amount]")),
    "tables renamed": (("  Item:", "  Thing:\n    was: Item"),),
    "key's values in another order": (("[left, right]", "[right, left]"),),
    "key's values renamed": (("[left, right]", "[port was(left), right]"),),
    "another rule": (("amount >= 0\"]", "amount > -9\"]"), ("[open, shut, lost]", "[lost, shut, open]")),
    "a field gone": (("      former: State?\n", ""), ("state = former", "state = 'open'"), (" or former = 'open'", ""), ("[open, shut, lost]", "[lost, shut, open]")),
    "a value type gone": (("      way: Way?\n", ""), ("[left, right]", "[right, left]")),
    "one of two columns a text": (("former: State?", "former: enum(open, shut, lost)?"), ("\"state = former", "\"state = 'open'")),
    "an entity come, and all anew": (("  Item:", "  New: {fields: {place: Place, state: State = lost}}\n  Item:"), ("[left, right]", "[right, left]"), ("[open, shut, lost]", "[lost, shut, open]")),
    "a default changed": (("State = open filter", "State = lost filter"), ("[open, shut, lost]", "[lost, shut, open]")),
    "optional": (("state: State = open f", "state: State? f"), ("[open, shut, lost]", "[lost, shut, open]")),
}


def test_values_of_keys_that_are_texts_are_renamed_where_rows_refer_to_them(
    empty: Empty,
) -> None:
    old = re.sub(", native: true(, type: Side of It)?", "", OLD)
    travel(empty, model_of(old), model_of(edited(("left,", "port was(left),"), text=old)))


@pytest.mark.parametrize("name", CHANGED)
def test_it_goes_there_and_back(empty: Empty, name: str) -> None:
    travel(empty, model_of(OLD), model_of(edited(*CHANGED[name])))


@pytest.mark.parametrize(
    "name",
    [each for each in CHANGED if not re.search("renamed|added|another name", each)],
)
def test_it_comes_from_there_and_goes_back(empty: Empty, name: str) -> None:
    travel(empty, model_of(edited(*CHANGED[name])), model_of(OLD))
