"""The first migration makes exactly what the code expects, and takes it away again."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from projects import Project
from sqlalchemy.ext.asyncio import create_async_engine

from conftest import MakeDatabase

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


async def _tables(url: str) -> set[str]:
    parsed = sa.make_url(url)
    engine = create_async_engine(parsed.set(drivername=_DRIVERS[parsed.drivername]))
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda c: sa.inspect(c).get_table_names())
    await engine.dispose()
    return set(found)


def test_up_without_a_difference_and_down_to_nothing(
    project: Project, database: MakeDatabase
) -> None:
    url = database("migrated")
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    assert len(asyncio.run(_tables(url))) > 1
    project.run("alembic", "check", DATABASE_URL=url)
    project.run("alembic", "downgrade", "base", DATABASE_URL=url)
    assert asyncio.run(_tables(url)) == {"alembic_version"}
