"""One migrated database for all tests, emptied after each; the application on top of it."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from notes.core.db.database import Database
from notes.core.db.engine import new_engine
from notes.core.http.dependencies import resources_of
from notes.main import create_app
from notes.models.base import Base
from notes.settings import Settings

_ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of all tests: SQLite, or what TEST_DATABASE_URL says."""
    file = tmp_path_factory.mktemp("database") / "test.db"
    url = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{file}")
    return Settings(database_url=url, log_level="ERROR")


@pytest.fixture(scope="session")
def alembic_config(settings: Settings) -> Config:
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    return config


@pytest.fixture(scope="session")
def migrated(settings: Settings, alembic_config: Config) -> Settings:
    """The settings of a database that every migration has run on."""
    if "TEST_DATABASE_URL" in os.environ:
        refuse_others(settings.database_url)
    command.upgrade(alembic_config, "head")
    return settings


@pytest_asyncio.fixture(scope="session")
async def app(migrated: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(migrated)
    async with app.router.lifespan_context(app):
        await empty(resources_of(app).database)  # of what a run left that was stopped
        yield app


@pytest.fixture
def database(app: FastAPI) -> Database:
    return resources_of(app).database


@pytest_asyncio.fixture
async def emptied(database: Database) -> AsyncIterator[Database]:
    """The database, which is empty again after the test."""
    yield database
    await empty(database)


@pytest_asyncio.fixture
async def client(app: FastAPI, emptied: Database) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://test/api/v1",
    ) as client:
        yield client


@pytest_asyncio.fixture
async def session(emptied: Database) -> AsyncIterator[AsyncSession]:
    """A session for the rows that a test needs first."""
    async with AsyncSession(emptied.engine, expire_on_commit=False) as session:
        yield session


def refuse_others(url: str) -> None:
    """Stop before rows are deleted that the tests have not stored."""
    name = sa.make_url(url).database or ""
    filled = asyncio.run(_filled_tables(url))
    if filled and "test" not in re.split("[^a-z]", Path(name).stem.lower()):
        pytest.exit(
            f"The tests empty their database, and {name} has rows in {', '.join(filled)}. "
            "Name an empty one in TEST_DATABASE_URL, or one called test, such as app_test.",
            returncode=2,
        )


async def _filled_tables(url: str) -> list[str]:
    engine = new_engine(url)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda c: sa.inspect(c).get_table_names())
        tables = [Base.metadata.tables[each] for each in names if each in Base.metadata]
        found = [
            table.name
            for table in tables
            if await connection.scalar(sa.select(sa.exists().select_from(table)))
        ]
    await engine.dispose()
    return found


async def empty(database: Database) -> None:
    """Delete every row."""
    dialect = database.engine.dialect
    tables = Base.metadata.tables.values()
    deletes = [str(table.delete().compile(dialect=dialect)) for table in tables]
    if dialect.name == "postgresql":
        # One statement, after which references are checked: the order doesn't matter.
        # TRUNCATE makes the files of each table anew, which takes longer than the test.
        parts = [f"step_{number} AS ({each})" for number, each in enumerate(deletes)]
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql(f"WITH {', '.join(parts)} SELECT")
        return
    async with database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        # One script, since each statement of its own is a way to another thread and back.
        await driver.executescript(
            f"PRAGMA foreign_keys = OFF; BEGIN; {'; '.join(deletes)}; COMMIT;"
            "PRAGMA foreign_keys = ON"
        )
