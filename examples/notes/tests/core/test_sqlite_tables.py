"""A batch on SQLite keeps what Alembic would not reflect."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.util import CommandError

from migrations.sqlite_tables import AlterableSQLite

BOOKS = (
    "CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "title VARCHAR(20) COLLATE NOCASE, size INTEGER, twice AS (size * 2), "
    "shelf INTEGER REFERENCES shelves (id) ON DELETE CASCADE)"
)
MADE = (
    BOOKS,
    "CREATE TABLE shelves (id INTEGER PRIMARY KEY)",
    "CREATE INDEX of_titles ON books (lower(title) DESC) WHERE size > 1",
    "CREATE VIEW titles AS SELECT title FROM books",
    "CREATE TRIGGER grown AFTER INSERT ON shelves BEGIN UPDATE books SET size = 3; END",
    "CREATE TRIGGER kept AFTER DELETE ON books BEGIN DELETE FROM shelves; END",
    "INSERT INTO books (title, size, shelf) VALUES ('One', 1, 1), ('Two', 2, 2)",
    "DELETE FROM books WHERE title = 'Two'",
)


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        for statement in MADE:
            connection.exec_driver_sql(statement)
        yield connection
    engine.dispose()


@pytest.fixture
def op(connection: sa.Connection) -> Operations:
    context = MigrationContext.configure(connection)
    assert isinstance(context.impl, AlterableSQLite)
    return Operations(context)


def _stored(connection: sa.Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master")
    return {row.name: row.sql for row in rows}


def test_a_type_is_widened_without_a_copy(
    connection: sa.Connection, op: Operations
) -> None:
    before = _stored(connection)
    with op.batch_alter_table("books") as batch:
        batch.alter_column("title", type_=sa.String(90))
    books = before["books"].replace("VARCHAR(20)", "VARCHAR(90)")
    assert _stored(connection) == {**before, "books": books}


def test_all_is_there_after_a_copy(connection: sa.Connection, op: Operations) -> None:
    before = _stored(connection)
    with op.batch_alter_table("books") as batch:
        batch.alter_column("size", nullable=False)
        batch.create_check_constraint("ck_size", "size > 0")
    after = _stored(connection)
    books = before["books"].replace("size INTEGER,", "size INTEGER NOT NULL ,")
    constraint = ",\n\tCONSTRAINT ck_size CHECK (size > 0))"
    books = books.removesuffix(")") + constraint
    assert after.pop("books").replace('"books"', "books") == books
    assert after == {name: sql for name, sql in before.items() if name != "books"}
    rows = connection.exec_driver_sql("SELECT id, title, size, twice, shelf FROM books")
    assert [tuple(row) for row in rows] == [(1, "One", 1, 2, 1)]
    connection.exec_driver_sql("INSERT INTO books (title, size) VALUES ('Three', 3)")
    assert connection.exec_driver_sql("SELECT max(id) FROM books").scalar_one() == 3


@pytest.mark.parametrize(
    ("column", "reason"), [("title", "index of_titles"), ("size", "trigger grown")]
)
def test_what_needs_a_dropped_column_is_named(
    connection: sa.Connection, op: Operations, column: str, reason: str
) -> None:
    before = _stored(connection)
    with (
        pytest.raises(CommandError, match=rf"books\.{column} can't .*{reason}"),
        op.batch_alter_table("books") as batch,
    ):
        batch.drop_column(column)
    assert _stored(connection) == before
