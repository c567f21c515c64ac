"""Sizes that the documents name are those that a filled PostgreSQL has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import first_migration
from filled_tables import fill
from postgresql_server import empty_database, postgresql  # noqa: F401 - a fixture

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.documents.sizes import LINKS, Expected, TableSize, sizes_of
from bd_scaffold.model.types import Model
from bd_scaffold.sources import resources

pytestmark = pytest.mark.engines

ROWS = 20_000
MANY = 200_000

OF_A_TABLE = 0.10
OF_ALL = 0.15
OF_A_BUILT_ONE = 0.15
OF_AN_INDEX = 0.25
"""What is filled in no order is split in waves, so that few pages are as full as on average."""

KINDS = """
name: kinds
enums:
  Colour: [red, green, deep blue, white]
entities:
  Thing:
    fields:
      flag: boolean filter
      one: smallint
      two: boolean
      at: datetime filter sort
      code: string(12) unique
      day: date filter
      price: decimal(14,4) sort
      note: text
      colour: Colour filter
      weight: float
      hour: time
      body: json
      tags: string(20)[]
      count: bigint sort
      number: integer index
    traits: [soft_delete, versioned]
    indexes:
      - [colour, number]
      - {fields: [day], include: [price]}
  Wide:
    fields:
      body: bytes
      title: string(500)
      owner: Thing filter
"""


def design(name: str) -> str:
    return KINDS if name == "kinds" else resources.example(name).read_text()


@pytest.mark.parametrize("name", ["kinds", "shop"])
def test_tables_and_indexes_are_as_large_as_said(
    name: str,
    postgresql: sa.URL,  # noqa: F811
) -> None:
    held(name, ROWS, postgresql)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["kinds", "shop", "notes"])
def test_large_tables_are_as_large_as_said(
    name: str,
    postgresql: sa.URL,  # noqa: F811
) -> None:
    held(name, MANY, postgresql)


def held(name: str, rows: int, server: sa.URL) -> None:
    model = models.build(pipeline.check(design(name).encode(), name))
    database = Database(
        empty_database(server, "sizes")
        .set(drivername="postgresql+asyncpg")
        .render_as_string(hide_password=False)
    )
    database.migrate([first_migration(model)])
    counts, found = database.run(lambda connection: filled(connection, model, rows))
    expected = {each: Expected(count) for each, count in counts.items()}
    said = sizes_of(model, expected)
    assert wrong(said, found, counts, OF_AN_INDEX) == []
    built = sizes_of(model, expected, built=True)
    assert wrong(built, database.run(rebuilt), counts, OF_A_BUILT_ONE) == []


def wrong(
    said: Iterable[TableSize],
    found: Mapping[str, int],
    counts: Mapping[str, int],
    most: float,
) -> list[str]:
    return [
        f"{each}: {measured:,}, and not {told:,}"
        for size in said
        if size.expected is not None
        for each, told, measured, most_ in compared(size, found, most)
        if abs(told - measured) > most_ * measured
    ]


def rebuilt(connection: sa.Connection) -> Mapping[str, int]:
    tables = sa.inspect(connection).get_table_names()
    for each in tables:
        connection.exec_driver_sql(f'REINDEX TABLE "{each}"')
    return measured(connection)


def filled(
    connection: sa.Connection, model: Model, rows: int
) -> tuple[dict[str, int], Mapping[str, int]]:
    counts = {}
    connection.exec_driver_sql("SELECT setseed(0.5)")
    for entity in model.entities:
        fill(connection, model, model.tables[entity.table], rows)
        asked = f'SELECT count(*) FROM "{entity.table}"'
        counts[entity.name] = connection.exec_driver_sql(asked).scalar_one()
    for table in model.tables.values():
        if table.link:
            fill(connection, model, table, LINKS * rows, referred=rows)
    return counts, measured(connection)


def measured(connection: sa.Connection) -> dict[str, int]:
    sizes = connection.exec_driver_sql(
        "SELECT relname, pg_relation_size(oid) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace"
    )
    return {str(name): int(size) for name, size in sizes}


def compared(
    size: TableSize, found: Mapping[str, int], most: float
) -> list[tuple[str, int, int, float]]:
    assert size.heap is not None
    pairs = [(size.name, size.heap.now, found[size.name], OF_A_TABLE)]
    pairs += [
        (each.name, each.size.now, found[each.name], most)
        for each in size.indexes
        if each.size is not None
        and each.method == "btree"
        and each.where in ("", "deleted_at IS NULL")
    ]
    told, measured = sum(p[1] for p in pairs), sum(p[2] for p in pairs)
    return [*pairs, (f"all of {size.name}", told, measured, OF_ALL)]
