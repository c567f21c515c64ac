"""The first migration makes exactly what the code expects, and takes it away again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from projects import PAIRS, MakeDatabase, Project
from sqlalchemy.ext.asyncio import create_async_engine

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


async def _tables(url: str) -> set[str]:
    parsed = sa.make_url(url)
    engine = create_async_engine(parsed.set(drivername=_DRIVERS[parsed.drivername]))
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda c: sa.inspect(c).get_table_names())
    await engine.dispose()
    return set(found)


@pytest.mark.parametrize(("name", "engine"), PAIRS)
def test_up_without_a_difference_and_down_to_nothing(
    create: Callable[[str], Project], database: MakeDatabase, name: str
) -> None:
    project, url = create(name), database("migrated")
    _alembic(project, url, ["upgrade", "head"], ["check"])
    assert len(asyncio.run(_tables(url))) > 1
    _alembic(project, url, ["downgrade", "base"])
    assert asyncio.run(_tables(url)) == {"alembic_version"}


def _alembic(project: Project, url: str, *commands: list[str]) -> None:
    for each in commands:
        project.run("alembic", *each, DATABASE_URL=url)
