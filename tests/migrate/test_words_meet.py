"""Words of the language that meet in one column or one line, there and back, on both engines."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import rows
import sqlalchemy as sa
from drafts import first_migration, model_of
from journey import (
    Empty,
    catalogue_of,
    check_rows,
    refused,
    texts,
    there,
    travel,
)
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
    for known, instead in edits:
        assert known in text, known
        text = text.replace(known, instead)
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
PASS = """  Pass:
    fields:
      state: State
      kind: Kind
      is_open: boolean computed(state = 'open')
      low: boolean computed(kind = 'small')
    checks: ["is_open or state = 'lost'"]
    indexes: [{fields: [low], where: is_open}]
  Room:"""
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
            PASS,
        ),
        ("[open, shut, lost]", "[lost, shut, open]"),
        ("Kind: [big, small]", "Kind: {values: [small, big], native: true}"),
    ),
}
STAYS = """
enums: {State: {values: [open, shut, lost], native: true}, Tone: [hi, lo]}
types: {Stay: {from_day: date, to_day: date, state: State}}
entities:
  Room: {fields: {name: char(4) unique}}
  Book:
    traits: [soft_delete]
    fields:
      stay: Stay
      other: Stay?
      state: State
      tone: Tone
      at: datetime
      until: datetime?
      label: char(9) computed(name) unique
      name: char(9)
      rank: integer? computed(length(name))
      local: boolean? computed(at < until)
      room: Room? deferrable
      same: boolean? computed(stay.state = other.state)
    checks: [stay.from_day <= stay.to_day, at < until, "same or rank > 0 or label != 'x'"]
    unique: [[state, label]]
    exclude:
      - {period: [stay.from_day, stay.to_day], where: "stay.state != 'lost' and state = 'open'"}
      - {period: [at, until], where: "tone = 'hi' and (local or until is null)"}
    indexes: [{fields: [label desc, state]}, {fields: [lower(label)], where: "stay.state = 'open'"}]
"""
STAYED = {
    "clocks on the wall": (
        ("at: datetime\n", "at: datetime_local\n"),
        ("until: datetime?", "until: datetime_local?"),
    ),
    "another order": (("[open, shut, lost]", "[lost, open, shut]"),),
    "texts": (("{values: [open, shut, lost], native: true}", "[open, shut, lost]"),),
    "native from now on": (
        ("Tone: [hi, lo]", "Tone: {values: [lo, hi], native: true}"),
    ),
    "a part renamed": (
        ("from_day: date,", "begin: date was(from_day),"),
        ("stay.from_day", "stay.begin"),
    ),
    "a value called otherwise": (
        ("stay: Stay\n", "visit: Stay was(stay)\n"),
        ("stay.", "visit."),
    ),
    "values renamed": (
        ("[open, shut, lost]", "[free was(open), shut, gone was(lost)]"),
        ("'open'", "'free'"),
        ("'lost'", "'gone'"),
    ),
    "a computed field gone": (
        ("      same: boolean? computed(stay.state = other.state)\n", ""),
        ("same or ", ""),
    ),
    "wider chars": (
        ("name: char(9)", "name: char(12)"),
        ("label: char(9)", "label: char(12)"),
    ),
    "chars no more": (
        ("      name: char(9)", "      name: string(9)"),
        ("label: char(9)", "label: string(9)"),
    ),
    "a table renamed": (("  Book:\n", "  Stayed:\n    was: Book\n"),),
    "no soft deletion": (("    traits: [soft_delete]\n", ""),),
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
    **{
        f"stays: {name}": (STAYS, edited(*edits, text=STAYS))
        for name, edits in STAYED.items()
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
    except migrate.UnsupportedChangeError:
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


SIDED = """
enums: {Side: {values: [left, right], native: true}}
entities:
  Wall: {fields: {side: Side}}
"""
SEEN = SIDED.replace(
    "side: Side}", "side: Side, is_left: boolean computed(side = 'left')}"
)


@pytest.mark.parametrize("entity", ["Wall", "Roof"])
def test_what_is_computed_comes_before_a_type_is_made_anew_or_after(
    entity: str,
) -> None:
    """Two steps would have it read a column whose type changes in the second one."""
    old, new = model_of(SIDED), model_of(
        SEEN.replace("[left, right]", "[right, left]").replace("Wall", entity)
    )
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        two_steps(old, new)
    assert said.value.sentences[0] == (
        f"{entity}.is_left can't be computed while the type of what it reads is made anew. "
        f"Make one of these changes in this release, and the other in the next one."
    )


def test_what_is_computed_comes_and_goes_with_a_change_of_its_type(
    empty: Empty,
) -> None:
    anew = SIDED.replace("[left, right]", "[right, left]")
    travel(
        empty, model_of(SIDED), model_of(SEEN.replace("[left, right]", "[right, left]"))
    )
    travel(empty, model_of(SEEN), model_of(anew))
    travel(empty, model_of(SEEN), model_of(anew.replace("Wall", "Roof")))


WRITTEN = """
entities:
  Item:
    traits: [no_timestamps]
    fields:
      number: integer auto
      code: char(4)
      name: string(4)
      mark: char(4)?
"""
BLANKS = {
    "code = 'ab '": False,
    "code = 'ab'": True,
    "code != 'ab '": True,
    "code in ('ab ', 'x')": False,
    "code like 'ab '": False,
    "code like '%b'": True,
    "code = name": False,
    "code < name": True,
    "code || name = 'abab '": True,
    "length(code || '!') = 3": True,
    "coalesce(mark, 'q ') || '!' = 'q !'": True,
    "coalesce(mark, name) = 'ab'": False,
    "length(coalesce(mark, name)) = 3": True,
    "coalesce(mark, code) = 'ab'": True,
}


def test_blanks_at_the_end_of_texts_beside_a_char_say_something(empty: Empty) -> None:
    """PostgreSQL leaves them out of whatever it compares with a CHAR(n)."""
    computed = "".join(
        f"      f{number}: boolean? computed({each})\n"
        for number, each in enumerate(BLANKS)
    )
    database = empty()
    database.migrate([first_migration(model_of(WRITTEN + computed))])

    def written(connection: sa.Connection) -> list[bool]:
        made = "INSERT INTO items (code, name) VALUES ('ab', 'ab ')"
        connection.execute(sa.text(made))
        found = connection.execute(sa.text("SELECT * FROM items")).mappings().one()
        return [bool(found[f"f{number}"]) for number in range(len(BLANKS))]

    assert database.run(written) == [*BLANKS.values()]


def test_a_rule_compares_a_char_as_both_engines_do(empty: Empty) -> None:
    database = empty()
    rules = """
    checks: ["code != 'no '"]
    indexes: [{fields: [name], where: code = name, unique: true}]
"""
    database.migrate([first_migration(model_of(WRITTEN + rules))])

    def write(connection: sa.Connection) -> None:
        made = "INSERT INTO items (code, name) VALUES ('no', 'no '), ('so', 'no ')"
        connection.execute(sa.text(made))

    database.run(write)
    database.run(write)


def test_periods_of_wall_clocks_are_kept_apart(empty: Empty) -> None:
    """Also where that asks for a native enum, in whatever order its values are."""
    design = """
enums: {State: {values: [open, lost], native: true}}
entities:
  Shift:
    traits: [no_timestamps]
    fields: {number: integer auto, starts: datetime_local, ends: datetime_local?, state: State}
    checks: [starts < ends]
    exclude: [{period: [starts, ends], where: "state = 'open'"}]
"""
    old = model_of(design)
    new = model_of(design.replace("[open, lost]", "[lost, open]"))
    database = started(empty, old, 0)
    stored = [("08", "10", "open"), ("09", "11", "lost"), ("10", None, "open")]
    for each in stored:
        database.run(_shift(*each))
    database.migrate(texts(old, new))
    database.run(_shift("11", "12", "lost"))
    for start, end in (("09", "10"), ("11", "12"), ("07", None)):
        with pytest.raises(sa.exc.DBAPIError):
            database.run(_shift(start, end, "open"))


def _shift(start: str, end: str | None, state: str) -> Callable[[sa.Connection], None]:
    """Write a shift from one hour of a day to another."""

    def write(connection: sa.Connection) -> None:
        day = "2026-01-31 {}:00:00.000000"
        ends = f"'{day.format(end)}'" if end else "NULL"
        made = "INSERT INTO shifts (starts, ends, state) VALUES"
        row = f"('{day.format(start)}', {ends}, '{state}')"
        connection.exec_driver_sql(f"{made} {row}")

    return write
