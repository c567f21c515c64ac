"""Empty databases on both engines, one after the other."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from itertools import count

import asyncpg
import pytest
import sqlalchemy as sa

pytest.register_assert_rewrite("journey")

from databases import Database  # noqa: E402
from postgresql_server import postgresql  # noqa: E402, F401 - a fixture

Empty = Callable[[], Database]
"""Makes an empty database."""

_NUMBERS = count(1)


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
def postgresql_empty(request: pytest.FixtureRequest) -> Empty:
    server: sa.URL = request.getfixturevalue("postgresql")
    return lambda: postgresql_database(server)


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
