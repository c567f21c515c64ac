"""Databases that migrations run on, through the drivers that projects use."""

from __future__ import annotations

import asyncio
import re
import threading
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from postgresql_server import empty_database
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlite_tables import AlterableSQLite

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    url: str

    def run(self, work: Callable[[sa.Connection], T]) -> T:
        """Do work in one transaction."""
        return _CONNECTIONS.run(self.url, work)

    def migrate(self, texts: Iterable[str], direction: str = "upgrade") -> None:
        """Run revisions, whose texts we have just written, one way or the other."""
        for text in texts:
            _CONNECTIONS.migrate(
                self.url,
                lambda connection, text=text: _migrate(connection, text, direction),
            )

    def catalogue(self) -> dict[str, Any]:
        """Describe every table; nothing that projects do is proved by how this is read."""
        if self.url.startswith("sqlite"):
            return _read_beside(self.url.replace("+aiosqlite", ""))
        return self.run(_catalogue)

    def helpers(self) -> list[str]:
        """The views, triggers and functions that there are for a time."""

        def look(connection: sa.Connection) -> list[str]:
            asked = sa.text(_HELPERS[connection.dialect.name])
            return list(connection.execute(asked).scalars())

        return self.run(look)

    def dangling(self) -> list[Any]:
        """The foreign keys of SQLite that lead nowhere."""

        def look(connection: sa.Connection) -> list[Any]:
            if connection.dialect.name != "sqlite":
                return []
            return list(connection.execute(sa.text("PRAGMA foreign_key_check")))

        return self.run(look)


_HELPERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger') "
    "AND sql NOT LIKE '%EXCLUDE constraint failed%' AND sql NOT LIKE '%._rowid_%'",
    "postgresql": """
        SELECT viewname::text FROM pg_views WHERE schemaname = 'public'
        UNION ALL SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT proname::text FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
    """,
}


class _Connections(threading.local):
    """The engines of a thread's last databases, and the loop that they run on."""

    MOST = 4

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._engines: dict[str, AsyncEngine] = {}

    def run(self, url: str, work: Callable[[sa.Connection], T]) -> T:
        """Do work in one transaction on a database."""

        async def inside() -> T:
            async with (await self._engine(url)).begin() as connection:
                return await connection.run_sync(work)

        return self._runner.run(inside())

    def migrate(self, url: str, work: Callable[[sa.Connection], None]) -> None:
        """Let work begin and end its transactions, as the project's own env.py does."""

        async def inside() -> None:
            async with (await self._engine(url)).connect() as connection:
                await connection.run_sync(work)
                await connection.commit()

        self._runner.run(inside())

    async def _engine(self, url: str) -> AsyncEngine:
        engine = self._engines.pop(url, None) or _new_engine(url)
        self._engines[url] = engine
        while len(self._engines) > self.MOST:
            await self._engines.pop(next(iter(self._engines))).dispose()
        return engine

    def close(self) -> None:
        """Disconnect from every database."""
        for engine in self._engines.values():
            self._runner.run(engine.dispose())
        self._engines.clear()
        self._runner.close()


def _new_engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        # What was prepared may be of a table that is another one by now.
        plain = {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
        return create_async_engine(url, connect_args=plain)
    engine = create_async_engine(url)
    sa.event.listen(engine.sync_engine, "connect", _as_migrations_do)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


_CONNECTIONS = _Connections()


def close_connections() -> None:
    """Disconnect this thread from every database."""
    _CONNECTIONS.close()


def _as_migrations_do(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = OFF")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _migrate(connection: sa.Connection, text: str, direction: str) -> None:
    options = {"transactional_ddl": True, "transaction_per_migration": True}
    context = MigrationContext.configure(connection, opts=options)
    if connection.dialect.name == "sqlite":
        assert isinstance(context.impl, AlterableSQLite)
    revision: dict[str, Any] = {}
    exec(compile(text, "revision.py", "exec"), revision)
    with Operations.context(context), context.begin_transaction(_per_migration=True):
        revision[direction]()


_READ: dict[tuple[Any, ...], dict[str, Any]] = {}
"""The catalogues of SQLite's databases, by the statements that they were made with."""


def _read_beside(url: str) -> dict[str, Any]:
    """Describe a SQLite database without a thread for each of the many statements."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        asked = sa.text("SELECT name, tbl_name, sql FROM sqlite_master ORDER BY name")
        made = tuple(tuple(row) for row in connection.execute(asked))
        if made not in _READ:
            _READ[made] = _catalogue(connection)
        return _READ[made]


def _catalogue(connection: sa.Connection) -> dict[str, Any]:
    with (
        warnings.catch_warnings()
    ):  # SQLite's indexes of functions: see their definitions
        warnings.filterwarnings("ignore", "Skipped unsupported reflection")
        return _reflected(connection)


def _reflected(connection: sa.Connection) -> dict[str, Any]:
    found = sa.inspect(connection)
    columns, keys = found.get_multi_columns(), found.get_multi_pk_constraint()
    unique, checks = (
        found.get_multi_unique_constraints(),
        found.get_multi_check_constraints(),
    )
    definitions = _definitions(connection)
    required, sequences = _required(connection), _sequences(connection)
    references, indexes = found.get_multi_foreign_keys(), found.get_multi_indexes()
    types = {f"type {each}": {"values": of} for each, of in _types(connection).items()}
    return types | {
        table[1]: {
            "columns": {
                each["name"]: (
                    _type(each["type"], connection.dialect),
                    each["nullable"],
                    each["default"],
                )
                for each in columns[table]
            },
            "required": required.get(table[1], []),
            "definitions": definitions.get(table[1], []),
            "sequences": sequences.get(table[1], []),
            "key": (keys[table]["name"], keys[table]["constrained_columns"]),
            "unique": {each["name"]: each["column_names"] for each in unique[table]},
            "checks": {each["name"]: _plain(each["sqltext"]) for each in checks[table]},
            "references": {
                each["name"]: (
                    each["constrained_columns"],
                    each["referred_table"],
                    each["referred_columns"],
                    each["options"],
                )
                for each in references[table]
            },
            "indexes": {
                each["name"]: (
                    each["column_names"],
                    each["unique"],
                    {
                        k: _plain(str(v))
                        for k, v in each.get("dialect_options", {}).items()
                    },
                )
                for each in indexes[table]
            },
        }
        for table in columns
    }


def _type(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> str:
    """Name a type; SQLite's tables of words have none."""
    return "" if isinstance(kind, sa.types.NullType) else str(kind.compile(dialect))


def _types(connection: sa.Connection) -> dict[str, list[str]]:
    """Name the types that PostgreSQL has for enums, each with its values in order."""
    if connection.dialect.name != "postgresql":
        return {}
    asked = sa.text("""
        SELECT typname::text AS name, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels
        FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid
        WHERE typnamespace = 'public'::regnamespace GROUP BY typname
    """)
    return {row.name: row.labels for row in connection.execute(asked)}


def _required(connection: sa.Connection) -> dict[str, list[str]]:
    """Name the constraints that PostgreSQL makes of NOT NULL since version 18."""
    if connection.dialect.name != "postgresql":
        return {}
    asked = sa.text("""
        SELECT relname, array_agg(conname::text ORDER BY conname) AS names
        FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE contype = 'n' AND pg_class.relnamespace = 'public'::regnamespace
        GROUP BY relname
    """)
    return {row.relname: row.names for row in connection.execute(asked)}


def _definitions(connection: sa.Connection) -> dict[str, list[str]]:
    """The statements that make indexes and exclusions, which say what nobody reflects."""
    asked = {
        "postgresql": "SELECT tablename, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' UNION ALL "
        "SELECT conrelid::regclass::text, conname || pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype = 'x' ORDER BY 2",
        "sqlite": "SELECT tbl_name, sql FROM sqlite_master "
        "WHERE type IN ('index', 'trigger') AND sql <> '' ORDER BY name",
    }
    found: dict[str, list[str]] = {}
    for table, sql in connection.execute(sa.text(asked[connection.dialect.name])):
        found.setdefault(table, []).append(_plain(sql))
    return found


def _sequences(connection: sa.Connection) -> dict[str, list[str]]:
    """Name what numbers a table's rows; SQLite's has no name."""
    if connection.dialect.name != "postgresql":
        made = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
        return {each: [""] for each in connection.execute(sa.text(made)).scalars()}
    asked = sa.text("""
        SELECT owner.relname, array_agg(sequence.relname::text ORDER BY sequence.relname) AS names
        FROM pg_depend
        JOIN pg_class AS sequence ON sequence.oid = objid AND sequence.relkind = 'S'
        JOIN pg_class AS owner ON owner.oid = refobjid
        WHERE deptype = 'i' AND refobjsubid > 0
        GROUP BY owner.relname
    """)
    return {row.relname: row.names for row in connection.execute(asked)}


def _plain(sql: str) -> str:
    """SQLite quotes what it renames."""
    return re.sub(r'"(\w+)"', r"\1", sql)


_NUMBERS = count(1)


def postgresql_database(server: sa.URL) -> Database:
    """Make one of a worker's three databases empty: a way, and what both its ends should be."""
    url = empty_database(server, f"migrate_{next(_NUMBERS) % 3}")
    url = url.set(drivername="postgresql+asyncpg")
    return Database(url.render_as_string(hide_password=False))
