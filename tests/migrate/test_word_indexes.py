"""Words that lists are searched for stay those of the rows, whatever a migration does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rows
import sqlalchemy as sa
from databases import Database
from drafts import design_of, entity, first_migration, model_of
from journey import Journey, texts, there

from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Index, Model

Empty = Callable[[], Database]

FIELDS = "sku: string(40) unique\nnote: text?\nstock: integer? min(0)"
SEARCHED = "sku: string(40) unique search\nnote: text? search\nstock: integer? min(0)"

_ENGLISH = entity(SEARCHED, search="english")
_GIVEN = SEARCHED.replace("integer? min(0)", "integer min(0) = 3")
_NUMBERED = f"id: integer auto\n{SEARCHED}"
CHANGES = {
    "added": (entity(FIELDS), _ENGLISH),
    "parts_before": (entity(SEARCHED), entity(SEARCHED, search="german")),
    "another_language": (_ENGLISH, entity(SEARCHED, search="simple")),
    "fewer_columns": (
        _ENGLISH,
        entity(SEARCHED.replace("text? search", "text?"), search="english"),
    ),
    "column_gone": (
        _ENGLISH,
        entity(SEARCHED.replace("note: text? search\n", ""), search="english"),
    ),
    "column_renamed": (
        _ENGLISH,
        entity(
            SEARCHED.replace("note: text? search", "text: text? search was(note)"),
            search="english",
        ),
    ),
    "table_renamed": (_ENGLISH, entity(SEARCHED, search="english", table="wares")),
    "table_copied": (_ENGLISH, entity(_GIVEN, search="english")),
    "own_key": (
        entity(_NUMBERED, search="english"),
        entity(f"{_NUMBERED}\nsize: integer max(9) = 1", search="english"),
    ),
}


def _index(model: Model) -> tuple[str, Index] | None:
    (table,) = model.tables.values()
    found = [each for each in table.indexes if each.language]
    return (table.name, found[0]) if found else None


def _check_words(database: Database, model: Model) -> None:
    """Hold what the index finds against the rows, and that there is none where none is asked."""

    def check(connection: sa.Connection) -> None:
        found = _index(model)
        if connection.dialect.name != "sqlite":
            asked = "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%tsvector%'"
            assert connection.scalar(sa.text(asked)) == bool(found)
            return
        tables = "SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'"
        there = [*connection.scalars(sa.text(tables))]
        assert there == ([found[1].name] if found else [])
        if found:
            table, index = found
            columns = ", ".join(index.columns)
            numbered = ", ".join(f"c{n}" for n, _ in enumerate(index.columns, 1))
            stored = f"SELECT _rowid_, {columns} FROM {table} ORDER BY 1"
            words = f'SELECT rowid, {numbered} FROM "{index.name}" ORDER BY 1'
            held = connection.execute(sa.text(words)).all()
            assert held == connection.execute(sa.text(stored)).all()
            assert held

    database.run(check)


@pytest.mark.engines
@pytest.mark.parametrize("name", CHANGES)
def test_the_words_are_those_of_the_rows(empty: Empty, name: str) -> None:
    old, new = CHANGES[name]
    journey: Journey = there(empty, old, new)
    _check_words(journey.database, new)
    journey.back()
    _check_words(journey.database, old)
    journey.again()
    _check_words(journey.database, new)


@pytest.mark.engines
def test_rows_that_were_deleted_leave_gaps_that_a_copy_keeps(empty: Empty) -> None:
    old, new = CHANGES["table_copied"]
    database = empty()
    database.migrate([first_migration(old)])
    database.run(rows.fill(schema_of(old), 9))
    few = "DELETE FROM products WHERE sku IN (SELECT sku FROM products ORDER BY 1 LIMIT 4)"
    database.run(lambda connection: connection.execute(sa.text(few)))
    _check_words(database, old)
    revisions = texts(old, new)
    database.migrate(revisions)
    _check_words(database, new)
    again = "UPDATE products SET sku = 'again ' || sku"
    database.run(lambda connection: connection.execute(sa.text(again)))
    _check_words(database, new)
    database.migrate(reversed(revisions), "downgrade")
    _check_words(database, old)


@pytest.mark.engines
def test_sqlite_keeps_rows_in_their_places_when_it_is_packed(empty: Empty) -> None:
    model = _ENGLISH
    database = empty()
    database.migrate([first_migration(model)])
    database.run(rows.fill(schema_of(model), 9))
    few = "DELETE FROM products WHERE sku IN (SELECT sku FROM products ORDER BY 1 LIMIT 4)"
    database.run(lambda connection: connection.execute(sa.text(few)))
    if database.url.startswith("sqlite"):
        engine = sa.create_engine(database.url.replace("+aiosqlite", ""))
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
        engine.dispose()
    _check_words(database, model)


@pytest.mark.engines
def test_large_tables_are_indexed_while_they_are_written_to(empty: Empty) -> None:
    large = "requirements: {quality: {volume: {Product: 2M}}}\n"
    old = model_of(large + design_of(FIELDS))
    new = model_of(large + design_of(SEARCHED, search="english"))
    *_, last = texts(old, new)
    assert "with op.get_context().autocommit_block():" in last
    assert last.count("concurrently=True") == 2
    journey = there(empty, old, new)
    _check_words(journey.database, new)
    journey.back()
