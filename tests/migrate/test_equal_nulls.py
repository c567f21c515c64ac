"""Rows that lack a value share it where nulls are not distinct."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity, first_migration
from journey import refused, travel
from sqlalchemy import exc, text

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

FIELDS = "room: string(9)\nseat: integer?\nday: date?\nbadge: string(9)?"


def rooms(unique: str = "[]", fields: str = FIELDS, **words: str) -> Model:
    return entity(fields, "Booking", unique=unique, **words)


DISTINCT = "[[room, seat]]"
EQUAL = "[{fields: [room, seat], nulls_not_distinct: true}]"
BOTH = "[{fields: [room, seat], nulls_not_distinct: true}, [badge, day]]"
OWN = "[{fields: [room, seat], nulls_not_distinct: true, constraint: UQ Seat}]"
REQUIRED = FIELDS.replace("seat: integer?", "seat: integer")
CHANGES = {
    "from_distinct": (rooms(DISTINCT), rooms(EQUAL)),
    "from_nothing": (rooms(), rooms(BOTH)),
    "required": (rooms(DISTINCT, REQUIRED), rooms(EQUAL)),
    "named": (rooms(EQUAL), rooms(OWN)),
    "renamed": (
        rooms(EQUAL),
        rooms(
            "[{fields: [room, x], nulls_not_distinct: true}]",
            FIELDS.replace("seat: integer?", "x: integer? was(seat)"),
        ),
    ),
    "in_scope": (rooms(EQUAL), rooms(EQUAL, traits="soft_delete")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    travel(empty, *CHANGES[change])


@pytest.mark.parametrize("order", ["equal", "distinct"])
def test_a_second_row_without_the_value(
    empty: Callable[[], Database], order: str
) -> None:
    """The index takes the row where nulls are distinct, and refuses it where they are not."""
    database, unique = empty(), EQUAL if order == "equal" else DISTINCT
    database.migrate([first_migration(rooms(unique, traits="no_timestamps"))])
    row = "INSERT INTO bookings (id, room, seat) VALUES ('{0}{1}', 'a', {2})"
    rows = [
        row.format("0" * 31, *each)
        for each in ((1, "NULL"), (2, "0"), (3, "1"), (4, "NULL"))
    ]
    for each in rows[:3]:
        database.run(lambda connection, sql=each: connection.execute(text(sql)))

    def last() -> None:
        database.run(lambda connection: connection.execute(text(rows[3])))

    if order == "distinct":
        last()
        return
    with pytest.raises(exc.IntegrityError, match="uq_bookings_room_seat"):
        last()


def test_rows_that_share_a_null_stop_it(empty: Callable[[], Database]) -> None:
    old = rooms("[]", "room: string(9)\nseat: integer?")
    new = rooms(
        "[{fields: [seat, day], nulls_not_distinct: true}]",
        "room: string(9)\nseat: integer?\nday: date?",
    )
    [danger] = migrate.destructive_changes(migrate.operations(old, new))
    assert danger.name == "unique:Booking.seat+day"
    assert refused(empty, old, new) == (
        "1 values of seat and day in bookings occur more than once."
    )


def test_it_is_told() -> None:
    told = [str(each) for each in compare(rooms(DISTINCT), rooms(EQUAL))]
    assert told == ["Booking: nulls not distinct in unique room and seat added"]
    told = [str(each) for each in compare(rooms(EQUAL), rooms(DISTINCT))]
    assert told == ["Booking: nulls not distinct in unique room and seat removed"]
    told = [str(each) for each in compare(rooms(), rooms(EQUAL))]
    assert told == [
        "Booking: unique room and seat added",
        "Booking: nulls not distinct in unique room and seat added",
    ]


def test_a_condition_about_what_is_new_is_asked_of_no_row(
    empty: Callable[[], Database],
) -> None:
    old = rooms("[]", "room: string(9)")
    new = rooms(
        "[]",
        "room: string(9)\nheld: boolean = true",
        indexes="[{fields: [room], unique: true, where: held}]",
    )
    travel(empty, old, new)
