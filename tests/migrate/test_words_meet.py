"""Words of the language that meet in one column or one line, there and back, on both engines."""

from __future__ import annotations

import re

import pytest
import rows
from drafts import model_of
from journey import Empty, catalogue_of, check_rows, refused, there, travel
from test_two_steps import has_older_names, started, two_steps

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

NATIVE = """
enums:
  State: {values: [open, shut, lost], native: true}
  Side: {values: [left, right], native: true}
types:
  Way: {day: date, side: Side, at: "datetime_local?"}
entities:
  Place:
    key: [day, side]
    fields:
      day: date
      side: Side
      is_left: boolean computed(side = 'left') filter
      items: Item[] through(Spot)
  Item:
    traits: [soft_delete]
    fields:
      code: char(6)
      at: datetime_local
      amount: integer min(0) max(900)
      state: State = open filter sort
      former: State?
      way: Way?
      is_open: boolean computed(state = 'open') index filter
      was_lost: boolean? computed(former = 'lost' or way.side = 'left')
      same: boolean? computed(state = former)
      label: string(20) computed(code || '!') unique
      size: integer computed(length(code)) sort
      late: boolean? computed(at > way.at or way.at is null) filter
    indexes:
      - {fields: [amount], where: "is_open"}
      - [is_open, state, amount]
      - {fields: [size], where: "state = 'open'"}
    checks: ["is_open or amount >= 0", "size < 7", "not is_open or state != 'lost'"]
  Spot:
    key: [place, item]
    fields:
      place: Place
      item: Item
      state: State = shut
      shut: boolean computed(state in ('shut', 'lost'))
"""


def edited(*edits: tuple[str, str], text: str = NATIVE) -> str:
    for there, instead in edits:
        assert there in text, there
        text = text.replace(there, instead)
    return text


STATE = "State: {values: [open, shut, lost], native: true}"
SIDE = "Side: {values: [left, right], native: true}"
CHANGES = {
    "values added": (("shut, lost]", "ajar, shut, lost, found]"),),
    "a value renamed": (
        ("[open, shut,", "[free was(open), shut,"),
        ("= open f", "= free f"),
        ("'open'", "'free'"),
    ),
    "another order": (("[open, shut, lost]", "[lost, shut, open]"),),
    "another order of both": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("[left, right]", "[right, left]"),
    ),
    "a text": ((STATE, "State: [open, shut, lost]"),),
    "both texts": (
        (STATE, "State: [open, shut, lost]"),
        (SIDE, "Side: [left, right]"),
    ),
    "another name of the type": ((STATE, STATE.replace("}", ", type: The State}")),),
    "columns renamed": (
        ("former: State?", "before: State? was(former)"),
        ("former =", "before ="),
        ("state = former", "state = before"),
    ),
    "the read column renamed and anew": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("former: State?", "before: State? was(former)"),
        ("former =", "before ="),
        ("state = former", "state = before"),
    ),
    "expression changed and anew": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("computed(state = 'open')", "computed(state in ('open', 'shut'))"),
        (", \"not is_open or state != 'lost'\"", ""),
    ),
    "what is computed renamed and anew": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("was_lost:", "gone:"),
        ("'left')\n      same", "'left') was(was_lost)\n      same"),
    ),
    "computed goes and anew": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("      same: boolean? computed(state = former)\n", ""),
    ),
    "computed no more and anew": (
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("same: boolean? computed(state = former)", "same: boolean?"),
    ),
    "computed no more and text": (
        (STATE, "State: [open, shut, lost]"),
        ("same: boolean? computed(state = former)", "same: boolean?"),
    ),
    "tables renamed and anew": (
        ("  Item:", "  Thing:\n    was: Item"),
        ("Item[]", "Thing[]"),
        ("item: Item", "item: Thing"),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "a moment": (
        ("at: datetime_local\n", "at: datetime\n"),
        ('at: "datetime_local?"', 'at: "datetime?"'),
    ),
    "a moment elsewhere": (
        ("      at: datetime_local\n", "      at: datetime\n"),
        ("at > way.at or way.at is null", "at >= at"),
    ),
    "char is string": (("code: char(6)", "code: string(6)"),),
    "char wider": (("code: char(6)", "code: char(8)"), ("size < 7", "size < 9")),
    "part renamed": (
        ("side: Side, at", "half: Side was(side), at"),
        ("way.side", "way.half"),
    ),
    "part renamed, anew": (
        ("side: Side, at", "half: Side was(side), at"),
        ("way.side", "way.half"),
        ("[left, right]", "[right, left]"),
    ),
    "soft delete goes": (("    traits: [soft_delete]\n", ""),),
}


BOOKED = """
enums:
  State: {values: [open, shut, lost], native: true}
  Kind: [big, small]
entities:
  Room:
    fields: {name: string(9)}
  Booking:
    fields:
      starts: datetime_local
      ends: datetime_local?
      state: State = open
      kind: Kind
      first: integer min(0) max(90000)
      count: integer min(1) max(90)
      last: integer computed(first + 1)
      taken: boolean computed(state in ('open', 'shut'))
      large: boolean computed(kind = 'big')
    checks: [starts < ends, first < last, "kind = 'big' or count > 0", "large or count > 0"]
    indexes: [{fields: [count], where: "kind = 'big'"}, {fields: [count, first], where: large}]
    exclude:
      - {period: [starts, ends], where: "state != 'lost' and taken"}
      - {period: [first, last], where: "kind != 'small' or large"}
"""
BOOKINGS = {
    "native in another order": (("[open, shut, lost]", "[lost, shut, open]"),),
    "native no more": (
        ("{values: [open, shut, lost], native: true}", "[open, shut, lost]"),
    ),
    "values added": (("[open, shut, lost]", "[new, open, shut, gone, lost]"),),
    "values of a text renamed": (
        ("[big, small]", "[large was(big), tiny was(small)]"),
        ("'big'", "'large'"),
        ("'small'", "'tiny'"),
    ),
    "values of a type renamed": (
        ("[open, shut, lost]", "[free was(open), shut, missed was(lost)]"),
        ("= open", "= free"),
        ("'open'", "'free'"),
        ("'lost'", "'missed'"),
    ),
    "native from now on": (
        ("Kind: [big, small]", "Kind: {values: [small, big], native: true}"),
    ),
    "moments": (
        ("starts: datetime_local", "starts: datetime"),
        ("ends: datetime_local", "ends: datetime"),
    ),
    "what it reads renamed": (
        ("count: integer", "number: integer was(count)"),
        ("first: integer", "begin: integer was(first)"),
        ("first + 1", "begin + 1"),
        ("first < last", "begin < last"),
        ("[first, last]", "[begin, last]"),
        ("first]", "begin]"),
        ("count > 0", "number > 0"),
        ("[count", "[number"),
        ("kind: Kind", "sort: Kind was(kind)"),
        ("kind = ", "sort = "),
        ("kind != ", "sort != "),
    ),
    "what is computed renamed": (
        (
            "last: integer computed(first + 1)",
            "end: integer computed(first + 1) was(last)",
        ),
        ("first < last", "first < end"),
        ("[first, last]", "[first, end]"),
        (
            "taken: boolean computed(state in ('open', 'shut'))",
            "held: boolean computed(state in ('open', 'shut')) was(taken)",
        ),
        ("and taken", "and held"),
    ),
    "computed no more": (("last: integer computed(first + 1)", "last: integer"),),
    "wider": (
        ("last: integer c", "last: bigint c"),
        ("first: integer", "first: bigint"),
    ),
    "another expression": (("state in ('open', 'shut')", "state != 'lost'"),),
    "another expression and type": (
        ("state in ('open', 'shut')", "state != 'lost'"),
        ("{values: [open, shut, lost], native: true}", "[open, shut, lost]"),
    ),
    "soft delete": (("  Booking:", "  Booking:\n    traits: [soft_delete]"),),
    "soft delete and another order": (
        ("  Booking:", "  Booking:\n    traits: [soft_delete]"),
        ("[open, shut, lost]", "[lost, shut, open]"),
    ),
    "one comes": (
        (
            "  Room:",
            "  Pass:\n    fields: {state: State, kind: Kind, is_open: boolean computed(state = 'open'), low: boolean computed(kind = 'small')}\n    checks: [\"is_open or state = 'lost'\"]\n    indexes: [{fields: [low], where: is_open}]\n  Room:",
        ),
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("Kind: [big, small]", "Kind: {values: [small, big], native: true}"),
    ),
}
LINKED = """
enums:
  State: {values: [open, shut, lost], native: true}
entities:
  Tag: {fields: {word: char(9) unique}}
  Item: {fields: {code: char(5), tags: "Tag[]"}}
"""
HELD = """
enums:
  State: {values: [open, shut, lost], native: true}
entities:
  Tag: {fields: {word: char(9) unique}}
  Item: {fields: {code: char(5), tags: "Tag[] through(Tagging)"}}
  Tagging:
    key: [item, tag]
    fields:
      item: Item
      tag: Tag
      state: State = shut sort
      at: datetime_local = now
      mark: char(3) = "a"
      rank: integer = 1 min(0) max(99)
      is_open: boolean computed(state = 'open') filter
      twice: integer computed(rank * 2)
      label: string(5) computed(mark || '-')
    checks: ["is_open or rank < 9", "state != 'lost' or mark != 'b'"]
    indexes: [{fields: [rank], where: "is_open"}, {fields: [at], where: "state = 'open'"}]
"""
REORDERED = HELD.replace("[open, shut, lost]", "[lost, open, shut]")
PAIRS = {
    **{f"lab: {name}": (NATIVE, edited(*edits)) for name, edits in CHANGES.items()},
    **{
        f"bookings: {name}": (BOOKED, edited(*edits, text=BOOKED))
        for name, edits in BOOKINGS.items()
    },
    "links held": (LINKED, HELD),
    "links held, and another order": (LINKED, REORDERED),
    "links held, and a type": (
        LINKED.replace(
            "{values: [open, shut, lost], native: true}", "[open, shut, lost]"
        ),
        HELD,
    ),
}
FORMER = re.compile(r"( was\([a-z_]+\)|\n    was: Item)")


@pytest.mark.parametrize("name", PAIRS)
def test_it_goes_there_and_back(empty: Empty, name: str) -> None:
    old, new = map(model_of, PAIRS[name])
    travel(empty, old, new)


@pytest.mark.parametrize("name", [n for n in PAIRS if not FORMER.search(PAIRS[n][1])])
def test_it_comes_from_there(empty: Empty, name: str) -> None:
    """What the newer design says becomes what the older one does."""
    new, old = map(model_of, PAIRS[name])
    try:
        journey = there(empty, old, new)
    except RuntimeError:
        refused(empty, old, new)
        assert migrate.destructive_changes(migrate.operations(old, new))
    else:
        journey.back()
        journey.again()


@pytest.mark.parametrize("name", PAIRS)
def test_old_and_new_code_write_in_between(empty: Empty, name: str) -> None:
    old, new = map(model_of, PAIRS[name])
    try:
        expand, contract = two_steps(old, new)
    except migrate.UnsupportedChangeError as error:
        assert all(
            each.endswith((" stop.", " one.", "a third.")) or "was(" in each
            for each in error.sentences
        )
        return
    database = started(empty, old, 5)
    before = database.catalogue()
    database.migrate(expand)
    made = database.catalogue()
    database.run(rows.fill(schema_of(new), 5, 200))
    seen = {}
    if has_older_names(database, old, new):
        database.run(rows.fill(schema_of(old), 5, 100))
        seen = database.run(rows.read(schema_of(old)))
        check_rows(old, new, seen, database.run(rows.read(schema_of(new))))
    database.migrate(contract)
    assert database.catalogue() == catalogue_of(new, database, empty)
    assert {*database.helpers()} <= {*_helpers(empty, new)}
    try:
        database.migrate(reversed(contract), "downgrade")
        database.migrate(reversed(expand), "downgrade")
    except RuntimeError:  # rows have values that the older code didn't know
        assert database.catalogue() in (made, catalogue_of(new, database, empty))
    else:
        assert database.catalogue() == before


def _helpers(empty: Empty, model: Model) -> list[str]:
    """What SQLite has in the place of exclusions."""
    return started(empty, model, 0).helpers()
