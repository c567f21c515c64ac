"""Rows that don't overlap: made, renamed and taken away on both engines, with rows in the table."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import asyncpg
import pytest
import rows
import sqlalchemy as sa
from databases import Database, postgresql_database
from drafts import FIRST, entity, first_migration
from journey import catalogue_of, texts, travel
from sqlalchemy import exc, text

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

Empty = Callable[[], Database]
Period = tuple[str | None, str | None]

FIELDS = "room: string(9)\nfrom_at: datetime\nto_at: datetime?\ntaken: boolean = true"
CHECKS = "[from_at < to_at]"


def bookings(exclude: str = "[]", fields: str = FIELDS, **words: str) -> Model:
    words.setdefault("checks", CHECKS)
    return entity(fields, "Booking", exclude=exclude, **words)


ALONE = "[{period: [from_at, to_at]}]"
OWN = "[{period: [from_at, to_at], constraint: 'EX Booking (time)'}]"
CLOSED = "[{period: [from_at, to_at], bounds: '[]'}]"
SOME = "[{period: [from_at, to_at], where: taken or room = 'a:b'}]"
RENAMED = {
    "fields": FIELDS.replace("from_at: datetime", "starts: datetime was(from_at)"),
    "checks": "[starts < to_at]",
}
ALONE_RENAMED = ALONE.replace("from_at", "starts")
CHANGES = {
    "from_nothing": (bookings(), bookings(ALONE)),
    "closed": (bookings(ALONE), bookings(CLOSED)),
    "some": (bookings(ALONE), bookings(SOME)),
    "named": (bookings(ALONE), bookings(OWN)),
    "in_scope": (bookings(ALONE), bookings(ALONE, traits="soft_delete")),
    "column_renamed": (bookings(ALONE), bookings(ALONE_RENAMED, **RENAMED)),
    "renamed_with_own_name": (
        bookings(OWN),
        bookings(OWN.replace("from_at", "starts"), **RENAMED),
    ),
    "where_renamed": (
        bookings(SOME),
        bookings(
            SOME.replace("taken", "held"),
            FIELDS.replace("taken: boolean", "held: boolean was(taken)"),
        ),
    ),
    "another_column": (bookings(ALONE), bookings(ALONE, f"{FIELDS}\nnote: text?")),
    "required": (
        bookings(ALONE),
        bookings(ALONE, FIELDS.replace("to_at: datetime?", "to_at: datetime")),
    ),
    "gone": (bookings(ALONE), entity("room: string(9)", "Booking")),
    "table_renamed": (
        bookings(ALONE),
        entity(FIELDS, "Stay", was="Booking", checks=CHECKS, exclude=ALONE),
    ),
}
ROOM = "[{fields: [room], period: [from_at, to_at]}]"
TWO = "[{fields: [room, taken], period: [from_at, to_at]}]"
WITH_FIELDS = {
    "from_nothing": (bookings(), bookings(ROOM)),
    "one_more": (bookings(ROOM), bookings(TWO)),
    "renamed": (
        bookings(ROOM),
        bookings(
            ROOM.replace("room", "place"),
            FIELDS.replace("room: string(9)", "place: string(12) was(room)"),
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Empty, change: str) -> None:
    travel(empty, *CHANGES[change], count=3 if change == "from_nothing" else 12)


@pytest.mark.parametrize("change", WITH_FIELDS)
def test_rows_keep_their_values_by_an_extension(extended: Empty, change: str) -> None:
    travel(
        extended,
        *WITH_FIELDS[change],
        count=3 if change == "from_nothing" else 12,
    )


KINDS = {
    "date": ("2026-01-01", "2026-01-05", "2026-01-09"),
    "datetime": (
        "2026-01-01 08:00:00.000000",
        "2026-01-01 09:30:00.000000",
        "2026-01-02 08:00:00.000000",
    ),
    "smallint": ("1", "5", "9"),
    "integer": ("1", "5", "9"),
    "bigint": ("1", "5", "9"),
    "decimal(6,2)": ("1.25", "5", "9.75"),
}


@pytest.mark.parametrize("bounds", ["[)", "[]"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_overlaps(empty: Empty, kind: str, bounds: str) -> None:
    """Both engines say the same of each pair of periods, with open and empty ones among them."""
    database = empty()
    made = entity(
        f"number: integer\nlow: {kind}?\nhigh: {kind}?",
        "Span",
        key="number",
        checks="[low <= high]",
        exclude=f"[{{period: [low, high], bounds: '{bounds}'}}]",
        traits="no_timestamps",
    )
    database.migrate([first_migration(made)])
    places = [None, *KINDS[kind]]
    found = set()
    spans = [
        (a, b)
        for a in places
        for b in places
        if None in (a, b) or places.index(a) <= places.index(b)
    ]
    for one in spans:
        for other in spans:
            if _are_refused(database, one, other):
                found.add((one, other))
    expected = {
        (one, other)
        for one in spans
        for other in spans
        if _overlap(places, one, other, bounds)
    }
    assert found == expected


def _overlap(places: list[str | None], one: Period, other: Period, bounds: str) -> bool:
    ends = [
        (places.index(a) if a else -1, places.index(b) if b else 99)
        for a, b in (one, other)
    ]
    if bounds == "[)":
        return all(a[0] < b[1] for a in ends for b in ends)
    return all(a[0] <= b[1] for a in ends for b in ends)


def _are_refused(database: Database, one: Period, other: Period) -> bool:
    def both(connection: sa.Connection) -> None:
        connection.execute(text("DELETE FROM spans"))
        for number, period in enumerate((one, other)):
            low, high = (f"'{each}'" if each else "NULL" for each in period)
            row = f"INSERT INTO spans (number, low, high) VALUES ({number}, {low}, {high})"
            connection.execute(text(row.replace(":", "\\:")))

    try:
        database.run(both)
    except exc.IntegrityError as error:
        return "ex_spans_low_high" in str(error)
    return False


def test_rows_that_overlap_stop_it(extended: Empty) -> None:
    old = bookings(traits="no_timestamps")
    database = extended()
    database.migrate([first_migration(old)])
    days = (
        ("a", 1, 5),
        ("a", 4, 6),
        ("a", 6, 7),
        ("b", 1, 9),
        ("a", 8, None),
        ("a", 9, 10),
    )
    for n, (room, start, end) in enumerate(days):
        ends = "NULL" if end is None else f"'2026-01-{end:02}'"
        row = (
            "INSERT INTO bookings (id, room, from_at, to_at, taken) VALUES "
            f"('{n:032}', '{room}', '2026-01-{start:02}', {ends}, true)"
        )
        database.run(lambda connection, sql=row: connection.execute(text(sql)))
    before = database.catalogue()
    new = bookings(ROOM, traits="no_timestamps")
    [danger] = migrate.destructive_changes(migrate.operations(old, new))
    assert danger.name == "exclude:Booking.room+from_at+to_at"
    with pytest.raises(
        RuntimeError,
        match="2 rows of bookings overlap another one in from_at to to_at",
    ):
        database.migrate(texts(old, new))
    assert database.catalogue() == before


def test_what_only_lets_more_rows_in_is_no_danger() -> None:
    for older, newer in (
        (ROOM, TWO),
        (ALONE, ROOM),
        (CLOSED, ALONE),
        (ALONE, SOME),
        (ALONE, OWN),
    ):
        made = migrate.operations(bookings(older), bookings(newer))
        assert migrate.destructive_changes(made) == ()


def test_an_extension_that_the_server_does_not_have(postgresql_empty: Empty) -> None:
    database = postgresql_empty()
    with pytest.raises(RuntimeError) as said:
        database.migrate([first_migration(bookings(ROOM))])
    assert str(said.value) == (
        "PostgreSQL has no extension btree_gist here: install its contrib modules on the "
        "server; nothing has changed."
    )
    assert database.catalogue() == {}
    database.migrate([first_migration(bookings())])
    before = database.catalogue()
    with pytest.raises(RuntimeError, match="PostgreSQL has no extension btree_gist"):
        database.migrate(texts(bookings(), bookings(ROOM)))
    assert database.catalogue() == before


def test_an_extension_that_the_role_may_not_create(contrib: sa.URL) -> None:
    database = postgresql_database(contrib)

    def poor(connection: sa.Connection) -> None:
        connection.execute(text("DROP EXTENSION IF EXISTS btree_gist"))
        connection.execute(text("DROP ROLE IF EXISTS poor"))
        connection.execute(text("CREATE ROLE poor LOGIN"))
        connection.execute(text("GRANT ALL ON SCHEMA public TO poor"))

    database.run(poor)
    url = sa.make_url(database.url).set(username="poor")
    theirs = Database(url.render_as_string(hide_password=False))
    with pytest.raises(RuntimeError) as said:
        theirs.migrate([first_migration(bookings(ROOM))])
    assert str(said.value) == (
        "The role may not create the extension btree_gist: have one that may run CREATE "
        "EXTENSION IF NOT EXISTS btree_gist in this database; nothing has changed."
    )
    assert theirs.catalogue() == {}
    database.run(
        lambda connection: connection.execute(text("CREATE EXTENSION btree_gist"))
    )
    theirs.migrate([first_migration(bookings(ROOM))])
    assert "bookings" in theirs.catalogue()


def test_of_two_writers_at_once_one_is_refused(contrib: sa.URL) -> None:
    """On connections of their own, many transactions take the same hour: one of them has it."""
    database = postgresql_database(contrib)
    database.migrate([first_migration(bookings(ROOM, traits="no_timestamps"))])

    address = sa.make_url(database.url).set(drivername="postgresql")
    row = (
        "INSERT INTO bookings (id, room, from_at, to_at, taken) VALUES "
        "(gen_random_uuid(), $1, '2026-01-01', $2, true)"
    )

    async def take(room: str, day: int) -> str:
        connection = await asyncpg.connect(
            address.render_as_string(hide_password=False)
        )
        try:
            end = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
            await connection.execute(row, room, end)
        except asyncpg.PostgresError as error:
            return str(error.sqlstate)
        finally:
            await connection.close()
        return ""

    async def rush() -> list[list[str]]:
        return [
            await asyncio.gather(*(take(f"r{n}", day) for day in range(2, 12)))
            for n in range(10)
        ]

    for each in asyncio.run(rush()):
        assert each.count("") == 1
        # Two that meet in the index wait for each other, and PostgreSQL ends one: 40P01.
        assert {*each} <= {"", "23P01", "40P01"}


def test_it_is_told() -> None:
    def told(old: Model, new: Model) -> list[str]:
        return [str(each) for each in compare(old, new)]

    assert told(bookings(), bookings(ROOM)) == [
        "Booking: exclusion of room from from_at to to_at added"
    ]
    assert told(bookings(ROOM), bookings()) == [
        "Booking: exclusion of room from from_at to to_at removed"
    ]
    usual = "ex_bookings_from_at_to_at"
    assert told(bookings(ALONE), bookings(OWN)) == [
        f"Booking: exclusion from from_at to to_at renamed from {usual} to EX Booking (time)"
    ]
    said = ALONE.replace("}]", ", message: Taken.}]")
    assert told(bookings(ALONE), bookings(said)) == [
        "Booking: message of exclusion from from_at to to_at changed"
    ]
    assert told(
        bookings(ROOM), bookings(ROOM.replace("from_at", "starts"), **RENAMED)
    ) == ["Booking.from_at: renamed to starts"]


@pytest.mark.parametrize(
    "change",
    [
        "from_nothing",
        "closed",
        "column_renamed",
        "renamed_with_own_name",
        "where_renamed",
        "gone",
    ],
)
def test_two_steps_lead_there_and_back(empty: Empty, change: str) -> None:
    """Between them both codes write; a period is held to by the names that it has."""
    old, new = CHANGES[change]
    database = empty()
    database.migrate([first_migration(old)])
    before = catalogue_of(old, database, empty)
    database.run(rows.fill(schema_of(old), 1))
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.two_steps(old, new), history)
    expand, contract = (
        [each.text for each in made if each.step == step]
        for step in ("expand", "contract")
    )
    database.migrate(expand)
    database.run(rows.fill(schema_of(new), 1, 200))
    database.run(rows.fill(schema_of(old), 1, 100))
    database.migrate(contract)
    assert database.catalogue() == catalogue_of(new, database, empty)
    assert database.helpers() == []
    if change != "gone":  # of which nobody knows the periods any more
        database.migrate([*reversed(contract), *reversed(expand)], "downgrade")
        assert database.catalogue() == before


def test_a_row_that_is_changed_and_one_that_is_hidden(empty: Empty) -> None:
    """An update is held to it as an insert is; a deleted row is in nobody's way, nor comes back."""
    database = empty()
    made = bookings(ALONE, traits="[soft_delete, no_timestamps]")
    database.migrate([first_migration(made)])

    def run(sql: str) -> None:
        database.run(lambda connection: connection.execute(text(sql)))

    for n, day in ((1, "01"), (2, "03")):
        run(
            "INSERT INTO bookings (id, room, from_at, to_at, taken) VALUES "
            f"('{n:032}', 'a', '2026-01-{day}', '2026-01-{day} 12\\:00\\:00', true)"
        )
    moved = f"UPDATE bookings SET from_at = '2026-01-01' WHERE id = '{2:032}'"
    with pytest.raises(exc.IntegrityError, match="ex_bookings_from_at_to_at"):
        run(moved)
    run(f"UPDATE bookings SET room = 'b', to_at = NULL WHERE id = '{2:032}'")
    run(f"UPDATE bookings SET deleted_at = '2026-01-05' WHERE id = '{1:032}'")
    run(moved)
    with pytest.raises(exc.IntegrityError, match="ex_bookings_from_at_to_at"):
        run(f"UPDATE bookings SET deleted_at = NULL WHERE id = '{1:032}'")
