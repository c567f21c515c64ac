"""What a team gave a table of SQLite beside its design outlives every revision, or is named."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.util import CommandError
from drafts import entity, first_migration
from journey import texts
from sqlite_tables import AlterableSQLite

from bd_scaffold.model.types import Model

FIELDS = """number: integer
sku: string(40)
price: decimal(12,2)
stock: integer min(0)
note: string(20)?
weight: integer?"""


def design(fields: str = FIELDS) -> Model:
    return entity(fields, key="number")


@dataclass(frozen=True)
class Own:
    """What a team adds: other words in a table's statement, by a pattern, and statements."""

    replaced: tuple[tuple[str, str], ...] = ()
    added: tuple[str, ...] = ()


def words(old: str, new: str) -> Own:
    return Own(((old, new),))


def statements(*texts: str) -> Own:
    return Own((), texts)


FIRST = "number INTEGER NOT NULL"
INLINE = "REFERENCES owners (id) ON DELETE CASCADE ON UPDATE SET NULL"


def first(column: str) -> Own:
    return words(FIRST, f"{column}, \n\t{FIRST}")


OWN = {
    "nothing": Own(),
    "an index of an expression": statements("CREATE INDEX own ON products (lower(sku))"),
    "a descending index": statements("CREATE INDEX own ON products (stock DESC, sku)"),
    "a partial index": statements("CREATE INDEX own ON products (sku) WHERE stock > 3"),
    "a collated index": statements("CREATE INDEX own ON products (sku COLLATE NOCASE)"),
    "a trigger": statements(
        "CREATE TABLE logged (sku)",
        "CREATE TRIGGER own AFTER UPDATE OF sku ON products "
        "BEGIN INSERT INTO logged VALUES (new.sku); END",
    ),
    "a trigger elsewhere": statements(
        "CREATE TABLE logged (sku)",
        "CREATE TRIGGER own AFTER INSERT ON logged "
        "BEGIN UPDATE products SET stock = stock + 1 WHERE sku = new.sku; END",
    ),
    "a view": statements("CREATE VIEW own AS SELECT sku, stock FROM products"),
    "a view that is written to": statements(
        "CREATE VIEW own AS SELECT sku, stock FROM products",
        "CREATE TRIGGER own_written INSTEAD OF DELETE ON own "
        "BEGIN DELETE FROM products WHERE sku = old.sku; END",
    ),
    "a collation": words(r"(sku VARCHAR\(\d+\))", r"\1 COLLATE NOCASE"),
    "a generated column": first("own INTEGER GENERATED ALWAYS AS (stock * 2) STORED"),
    "a virtual column": first("own INTEGER AS (stock * 2)"),
    "an inline key": Own(
        first(f"own INTEGER DEFAULT NULL {INLINE}").replaced,
        ("CREATE TABLE owners (id INTEGER PRIMARY KEY)",),
    ),
    "an ascending key": Own(
        (
            ("number INTEGER NOT NULL", "number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"),
            (r", \n\tCONSTRAINT pk_products PRIMARY KEY \(number\)", ""),
        )
    ),
    "no rowid": words(r"\)\Z", ") WITHOUT ROWID"),
    "comments and quotes": first(
        "[own, one] TEXT DEFAULT 'a, (b' -- not null, unique\n\t"
        "CONSTRAINT ck_own CHECK (\"own, one\" <> ')' /* , */)"
    ),
    "a nameless check": words(r"\n\)\Z", ", \n\tCHECK (sku <> 'x, y' OR stock > 0)\n)"),
}  # fmt: skip

CHANGES = {
    "widened": FIELDS.replace("string(20)", "string(60)"),
    "widened where it is used": FIELDS.replace("string(40)", "string(60)"),
    "optional": FIELDS.replace("price: decimal(12,2)", "price: decimal(12,2)?"),
    "required": FIELDS.replace("weight: integer?", "weight: integer = 3"),
    "bounded": FIELDS.replace("weight: integer?", "weight: integer? min(0)"),
    "unbounded": FIELDS.replace("integer min(0)", "integer"),
    "unique": FIELDS.replace("string(40)", "string(40) unique"),
    "retyped": FIELDS.replace("weight: integer?", "weight: string(20)?"),
    "added": f"{FIELDS}\nsize: integer = 4",
    "removed": FIELDS.replace("\nweight: integer?", ""),
    "renamed": FIELDS.replace("weight: integer?", "mass: integer? was(weight)"),
    "renamed where it is used": FIELDS.replace("sku: string(40)", "code: string(40) was(sku)"),
}  # fmt: skip


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    sa.event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN"))
    with engine.connect() as connection:
        connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
        yield connection
    engine.dispose()


def run(connection: sa.Connection, texts: list[str], way: str = "upgrade") -> None:
    context = MigrationContext.configure(connection)
    assert isinstance(context.impl, AlterableSQLite)
    for text in texts:
        revision: dict[str, Any] = {}
        exec(compile(text, "revision.py", "exec"), revision)
        with Operations.context(context):
            revision[way]()


def make(connection: sa.Connection, model: Model, own: Own) -> None:
    """Make the tables of a design, and what a team has beside it."""
    run(connection, [first_migration(model)])
    there = stored(connection)
    (made,) = (
        sql for kind, name, sql in there if (kind, name) == ("table", "products")
    )
    for old, new in own.replaced:
        made, times = re.subn(old, new, made)
        assert times == 1
    connection.exec_driver_sql("DROP TABLE products")
    indexes = [sql for kind, _, sql in there if kind == "index"]
    for sql in (made, *indexes, *own.added):
        connection.exec_driver_sql(sql)


def fill(connection: sa.Connection) -> None:
    for number in (7, 3, 12):
        connection.exec_driver_sql(
            "INSERT INTO products (number, sku, price, stock, note, created_at, updated_at) "
            "VALUES (?, ?, 12.5, ?, 'it', '2026-01-02 03:04:05', '2026-01-02 03:04:05')",
            (number, f"S-{number}", number * 10),
        )
    connection.exec_driver_sql("DELETE FROM products WHERE number = 12")


def stored(connection: sa.Connection) -> list[tuple[str, str, str]]:
    asked = "SELECT type, name, sql FROM sqlite_master WHERE sql <> '' ORDER BY 1, 2"
    return [tuple(row) for row in connection.exec_driver_sql(asked)]  # type: ignore[misc]


def catalogue(connection: sa.Connection) -> dict[str, Any]:
    """What there is, as SQLite describes it; the order of columns and constraints aside."""

    def asked(pragma: str, *, skip: int = 1) -> list[tuple[Any, ...]]:
        found = connection.exec_driver_sql(f"PRAGMA {pragma}")
        return sorted((tuple(row)[skip:] for row in found), key=repr)

    return {
        "columns": asked("table_xinfo(products)"),
        "keys": asked("foreign_key_list(products)"),
        "table": [row for row in asked("table_list", skip=0) if "products" in row],
        "words": sorted(_words(table(connection))),
        "indexes": {
            row[0] if row[2] == "c" else asked(f"index_xinfo({row[0]})", skip=2)[0]: (
                row[1:], asked(f"index_xinfo({row[0]})", skip=2)
            )
            for row in asked("index_list(products)")
        },
        "statements": [
            (kind, name, " ".join(sql.replace('"', "").split()))
            for kind, name, sql in stored(connection)
            if name != "products"
        ],
    }  # fmt: skip


def _words(sql: str) -> list[str]:
    """The words of a statement, which say what SQLite doesn't describe: checks, comments."""
    return re.findall(r"[()]|[^\s,\"()]+", sql)


def rows(connection: sa.Connection) -> list[tuple[Any, ...]]:
    asked = "SELECT number, price, stock, note FROM products ORDER BY 1"
    return [tuple(row) for row in connection.exec_driver_sql(asked)]


def table(connection: sa.Connection) -> str:
    (sql,) = (sql for _, name, sql in stored(connection) if name == "products")
    return sql


REFUSED = {("a view that is written to", "renamed where it is used")}
"""SQLite itself names these, and changes nothing."""


@pytest.mark.parametrize(
    ("own", "change"), [each for each in product(OWN, CHANGES) if each not in REFUSED]
)
def test_all_that_a_table_has_is_kept(
    connection: sa.Connection, own: str, change: str
) -> None:
    old, new = design(), design(CHANGES[change])
    if "renamed" not in change:
        with connection.begin() as fresh:
            make(connection, new, OWN[own])
            wanted = catalogue(connection)
            fresh.rollback()
    make(connection, old, OWN[own])
    fill(connection)
    before, there = catalogue(connection), rows(connection)
    revisions = texts(old, new)
    run(connection, revisions)
    assert rows(connection) == there
    if "renamed" not in change:
        assert catalogue(connection) == wanted
    run(connection, list(reversed(revisions)), "downgrade")
    assert catalogue(connection) == before
    assert rows(connection) == there
    sequence = "SELECT seq FROM sqlite_sequence WHERE name = 'products'"
    if own == "an ascending key":
        assert connection.exec_driver_sql(sequence).scalars().all() == [12]


NEED_WEIGHT = {
    "an index": ("CREATE INDEX own ON products (abs(weight))", "error in index own"),
    "a view": ("CREATE VIEW own AS SELECT weight FROM products", "error in view own"),
    "a trigger": (
        "CREATE TRIGGER own AFTER UPDATE OF weight ON products BEGIN SELECT 1; END",
        "trigger own uses it",
    ),
    "a trigger elsewhere": (
        "CREATE TRIGGER own AFTER DELETE ON logged BEGIN UPDATE products SET weight = 0; END",
        "trigger own uses it",
    ),
}


@pytest.mark.parametrize("kind", NEED_WEIGHT)
def test_what_a_removed_column_leaves_behind_is_named(
    connection: sa.Connection, kind: str
) -> None:
    own, said = NEED_WEIGHT[kind]
    old, new = design(), design(CHANGES["removed"])
    with connection.begin():
        make(connection, old, statements("CREATE TABLE logged (sku)", own))
        fill(connection)
    before, there = catalogue(connection), rows(connection)
    connection.rollback()
    with pytest.raises(CommandError) as refused, connection.begin():
        run(connection, texts(old, new))
    assert str(refused.value).startswith(f"products.weight can't be changed: {said}")
    assert "Drop in this revision, above the change, what needs it" in str(
        refused.value
    )
    assert (catalogue(connection), rows(connection)) == (before, there)


def test_what_a_renamed_column_leaves_behind_is_named(
    connection: sa.Connection,
) -> None:
    ((own, change),) = REFUSED
    old, new = design(), design(CHANGES[change])
    make(connection, old, OWN[own])
    with pytest.raises(
        CommandError,
        match=r"^products\.sku can't be changed: error in trigger own_written after",
    ):
        run(connection, texts(old, new))


@pytest.mark.parametrize(
    ("change", "is_copied"),
    [
        ("widened", False),
        ("optional", False),
        ("unbounded", False),
        ("removed", False),
        ("renamed", False),
        ("required", True),
        ("bounded", True),
        ("unique", True),
        ("retyped", True),
    ],
)
def test_rows_are_copied_only_where_they_are_concerned(
    connection: sa.Connection, change: str, *, is_copied: bool
) -> None:
    make(connection, design(), OWN["nothing"])
    fill(connection)
    copied: list[str] = []

    def look(*said: Any) -> None:
        copied.extend([said[2]] if "_copy" in said[2] else [])

    sa.event.listen(connection, "before_cursor_execute", look)
    run(connection, texts(design(), design(CHANGES[change])))
    assert bool(copied) == is_copied


def test_where_definitions_are_protected_rows_are_copied(
    connection: sa.Connection,
) -> None:
    old, new = design(), design(CHANGES["widened"])
    own = OWN["a trigger"]
    make(connection, old, own)
    fill(connection)
    there = rows(connection)

    def protect(_action: int, name: str | None, value: str | None, *_: Any) -> int:
        is_asked = name == "writable_schema" and value == "ON"
        return sqlite3.SQLITE_IGNORE if is_asked else sqlite3.SQLITE_OK

    driver: Any = connection.connection.driver_connection
    driver.set_authorizer(protect)
    run(connection, texts(old, new))
    driver.set_authorizer(None)
    assert "VARCHAR(60)" in table(connection)
    assert rows(connection) == there
    assert ("trigger", "own", own.added[1]) in stored(connection)
