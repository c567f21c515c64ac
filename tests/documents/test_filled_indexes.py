"""Indexes that are no B-trees are as large as the documents say, within what these say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from contrib_server import contrib  # noqa: F401 - a fixture
from databases import Database
from drafts import first_migration
from postgresql_server import empty_database, postgresql  # noqa: F401 - a fixture

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.documents.sizes import Expected, sizes_of

pytestmark = pytest.mark.engines

ROWS = 20_000
OF_OVERLAPS = 0.35
OF_WORDS = 0.35

PERIODS = """
name: rooms
entities:
  Shift:
    traits: [no_timestamps]
    fields: {begins: datetime, ends: datetime, first: date, last: date}
    checks: [begins < ends, first < last]
    exclude: [{period: [begins, ends]}, {period: [first, last]}]
"""
SHIFTS = """
    INSERT INTO shifts (id, begins, ends, first, last)
    SELECT gen_random_uuid(), timestamptz '2020-01-01Z' + p * interval '1 hour',
           timestamptz '2020-01-01Z' + p * interval '1 hour' + interval '50 minutes',
           date '1900-01-01' + 2 * p, date '1900-01-01' + 2 * p + 1
    FROM (SELECT g, {place} AS p FROM generate_series(1, {rows}) g) places ORDER BY g
"""
PLACES = {"in order": "g", "in no order": "(g * 7919::bigint % {rows})::int"}

SHARED = """
name: rooms
entities:
  Room: {traits: [no_timestamps], fields: {name: string(20)}}
  Booking:
    traits: [no_timestamps]
    fields: {room: Room, desk: integer, begins: datetime, ends: datetime}
    checks: begins < ends
    exclude:
      - {fields: [room], period: [begins, ends]}
      - {fields: [desk], period: [begins, ends]}
"""
BOOKINGS = """
    INSERT INTO bookings (id, room_id, desk, begins, ends)
    SELECT gen_random_uuid(), md5((g % 500)::text)::uuid, g % 700,
           timestamptz '2020-01-01Z' + g * interval '1 hour',
           timestamptz '2020-01-01Z' + g * interval '1 hour' + interval '50 minutes'
    FROM generate_series(1, {rows}) g
"""

TEXTS = """
name: notes
entities:
  Note: {traits: [no_timestamps], fields: {body: text search}, search: simple}
"""
NOTES = """
    INSERT INTO notes (id, body)
    SELECT gen_random_uuid(), (
        SELECT string_agg(left(md5((random() * 20000 + word * 0 + g * 0)::int::text), 6), ' ')
        FROM generate_series(1, 29) AS word)
    FROM generate_series(1, {rows}) AS g
"""


def filled(
    design: str, server: sa.URL, work: Callable[[sa.Connection], None]
) -> list[tuple[str, int, int]]:
    """The indexes of a design that are no B-trees: what is said of each, and what it takes."""
    model = models.build(pipeline.check(design.encode(), "design.yaml"))
    url = empty_database(server, "sizes").set(drivername="postgresql+asyncpg")
    database = Database(url.render_as_string(hide_password=False))
    database.migrate([first_migration(model)])
    database.run(work)
    expected = {each.name: Expected(ROWS) for each in model.entities}
    asked = sa.text("SELECT pg_relation_size(to_regclass(quote_ident(:name)))")

    def measured(connection: sa.Connection, name: str) -> int:
        return int(connection.execute(asked, {"name": name}).scalar_one())

    return [
        (each.name, each.size.now, database.run(lambda c, n=each.name: measured(c, n)))
        for table in sizes_of(model, expected)
        for each in table.indexes
        if each.method != "btree" and each.size is not None
    ]


def wrong(found: list[tuple[str, int, int]], most: float) -> list[str]:
    return [
        f"{name}: {measured:,}, and not {told:,}"
        for name, told, measured in found
        if abs(told - measured) > most * measured
    ]


@pytest.mark.parametrize("place", PLACES)
def test_an_index_of_periods_is_as_large_as_said(
    place: str,
    postgresql: sa.URL,  # noqa: F811
) -> None:
    rows = SHIFTS.format(place=PLACES[place].format(rows=ROWS), rows=ROWS)

    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql(rows)

    found = filled(PERIODS, postgresql, work)
    assert len(found) == 2
    assert wrong(found, OF_OVERLAPS) == []


def test_an_index_of_periods_beside_what_is_shared_is_as_large_as_said(
    contrib: sa.URL,  # noqa: F811
) -> None:
    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO rooms (id, name) SELECT md5(g::text)::uuid, g::text "
            "FROM generate_series(0, 499) g"
        )
        connection.exec_driver_sql(BOOKINGS.format(rows=ROWS))

    found = filled(SHARED, contrib, work)
    assert len(found) == 2
    assert wrong(found, OF_OVERLAPS) == []


def test_an_index_of_words_is_as_large_as_said(
    postgresql: sa.URL,  # noqa: F811
) -> None:
    def work(connection: sa.Connection) -> None:
        connection.exec_driver_sql(NOTES.format(rows=ROWS))
        connection.exec_driver_sql("REINDEX TABLE notes")

    found = filled(TEXTS, postgresql, work)
    assert len(found) == 1
    assert wrong(found, OF_WORDS) == []
