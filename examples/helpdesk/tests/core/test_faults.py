"""A database that fails for real, and what comes of it."""

from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from helpdesk.core.db import migrations
from helpdesk.core.db.database import Database
from helpdesk.core.db.migrations import Revision, heads, revisions
from helpdesk.core.errors import UnavailableError
from helpdesk.models.base import Base
from helpdesk.settings import Settings


@pytest_asyncio.fixture
async def single(migrated: Settings) -> AsyncIterator[Database]:
    """The database through one connection, on which a statement has 0.1 seconds."""
    url = migrated.database_url
    single = Database(url, Base.metadata, pool_size=1, statement_timeout=0.1)
    yield single
    await single.close()


@pytest.fixture
def postgresql(single: Database) -> Database:
    if single.engine.dialect.name != "postgresql":
        pytest.skip("for PostgreSQL")
    return single


@pytest.fixture
def sqlite(single: Database) -> Database:
    if single.engine.dialect.name != "sqlite":
        pytest.skip("for SQLite")
    return single


async def _run(database: Database, statement: str) -> None:
    async with database.reading() as session:
        await session.execute(sa.text(statement))


async def _write(database: Database) -> None:
    async with database.writing() as session, session.begin():
        await session.execute(sa.text("CREATE TABLE more AS SELECT zeroblob(1000000)"))


async def test_a_connection_that_is_lost_while_it_is_prepared(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver: Any = import_module("asyncpg").Connection
    prepare = driver.set_type_codec

    async def lost(connection: Any, *said: Any, **named: Any) -> None:
        connection.terminate()
        await prepare(connection, *said, **named)

    with monkeypatch.context() as patched, pytest.raises(UnavailableError):
        patched.setattr(driver, "set_type_codec", lost)
        await _run(postgresql, "SELECT 1")
    await _run(postgresql, "SELECT 1")


async def test_a_wrong_statement_is_no_fault_of_the_database(single: Database) -> None:
    with pytest.raises(DBAPIError):
        await _run(single, "SELECT 1 FROM")


@pytest.mark.parametrize("wanted", ["* FROM nowhere", "other FROM alembic_version"])
async def test_what_no_migration_has_made(single: Database, wanted: str) -> None:
    with pytest.raises(UnavailableError, match="lacks migrations"):
        await _run(single, f"SELECT {wanted}")


async def test_a_database_that_no_migration_has_run_on(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    empty = Database(url, Base.metadata, pool_size=1)
    with pytest.raises(UnavailableError, match="lacks migrations"):
        await empty.ping()
    await empty.close()


async def test_a_table_that_is_missing(migrated: Settings) -> None:
    metadata = sa.MetaData()
    sa.Table("nowhere", metadata)
    database = Database(migrated.database_url, metadata, pool_size=1)
    with pytest.raises(UnavailableError, match="lacks migrations"):
        await database.ping()
    await database.close()


def test_the_expected_revisions_are_those_of_alembic(alembic_config: Config) -> None:
    script = ScriptDirectory.from_config(alembic_config)
    known = {each.revision for each in script.walk_revisions()}
    assert set(revisions()) == known
    assert heads(revisions()) == set(script.get_heads())


@pytest.mark.parametrize(
    ("applied", "ready"),
    [("0001", False), ("0002", True), ("0003", True), ("0009", True)],
)
async def test_the_code_is_ready_before_what_runs_after_its_deployment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, applied: str, ready: bool
) -> None:
    history = {
        "0001": Revision(frozenset(), later=False),
        "0002": Revision(frozenset({"0001"}), later=False),
        "0003": Revision(frozenset({"0002"}), later=True),
    }
    monkeypatch.setattr(migrations, "revisions", lambda: history)
    url = f"sqlite+aiosqlite:///{tmp_path}/applied.db"
    database = Database(url, sa.MetaData(), pool_size=1)
    async with database.writing() as session, session.begin():
        await session.execute(sa.text("CREATE TABLE alembic_version (version_num)"))
        insert = sa.text("INSERT INTO alembic_version VALUES (:applied)")
        await session.execute(insert, {"applied": applied})
    if ready:
        await database.ping()
    else:
        with pytest.raises(UnavailableError, match="lacks migrations"):
            await database.ping()
    await database.close()


@pytest.mark.parametrize("left", ["older AS SELECT 1 AS a", "older AS SELECT 1 AS b"])
async def test_the_code_is_ready_as_long_as_newer_code_leaves_what_it_reads(
    tmp_path: Path, left: str
) -> None:
    metadata = sa.MetaData()
    sa.Table("older", metadata, sa.Column("a", sa.Integer()))
    url = f"sqlite+aiosqlite:///{tmp_path}/newer.db"
    database = Database(url, metadata, pool_size=1)
    for each in (
        "CREATE TABLE alembic_version (version_num)",
        "INSERT INTO alembic_version VALUES ('of newer code')",
        f"CREATE VIEW {left}",
    ):
        await _run(database, each)
    if left.endswith("a"):
        await database.ping()
    else:
        with pytest.raises(UnavailableError, match="Newer code has taken"):
            await database.ping()
    await database.close()


async def test_a_connection_that_the_server_closed_is_replaced(
    postgresql: Database, database: Database
) -> None:
    async with postgresql.reading() as session:
        process = await session.scalar(sa.text("SELECT pg_backend_pid()"))
    await _run(database, f"SELECT pg_terminate_backend({process}, 5000)")
    await _run(postgresql, "SELECT 1")


async def test_a_statement_that_takes_too_long(postgresql: Database) -> None:
    with pytest.raises(UnavailableError, match="too busy"):
        await _run(postgresql, "SELECT pg_sleep(60)")
    await _run(postgresql, "SELECT 1")


async def test_a_database_that_somebody_else_writes_to(
    sqlite: Database, database: Database
) -> None:
    await _run(sqlite, "PRAGMA busy_timeout = 1")
    async with database.writing() as session, session.begin():
        await session.execute(sa.text("SELECT 1"))
        with pytest.raises(UnavailableError, match="too busy"):
            await _write(sqlite)


async def test_a_disk_that_is_full(sqlite: Database) -> None:
    await _run(sqlite, "PRAGMA max_page_count = 1")
    with pytest.raises(UnavailableError, match="can't store"):
        await _write(sqlite)


_PREPARED = "SELECT it FROM widened"


@pytest_asyncio.fixture
async def warm(postgresql: Database, database: Database) -> AsyncIterator[Database]:
    """A connection that prepared a statement before another one migrated its table."""
    await _run(database, "CREATE TABLE widened AS SELECT 'word'::varchar(5) AS it")
    await _run(postgresql, _PREPARED)
    await _run(database, "ALTER TABLE widened ALTER COLUMN it TYPE varchar(50)")
    yield postgresql
    await _run(database, "DROP TABLE widened")


async def _run_in_transaction(database: Database, *statements: str) -> None:
    async with database.writing() as session, session.begin():
        for each in statements:
            await session.execute(sa.text(each))


async def test_a_statement_from_before_a_migration_is_repeated(warm: Database) -> None:
    await _run(warm, _PREPARED)


async def test_it_is_repeated_at_the_start_of_a_transaction(warm: Database) -> None:
    await _run_in_transaction(warm, _PREPARED)


async def test_it_is_not_where_something_was_done_before(warm: Database) -> None:
    with pytest.raises(UnavailableError, match="migrated under way"):
        await _run_in_transaction(warm, "SELECT 1", _PREPARED)
    await _run_in_transaction(warm, "SELECT 1", _PREPARED)
