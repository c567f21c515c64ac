"""The generated tests delete rows, but only of a database that is theirs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from projects import MakeDatabase, Project
from sqlalchemy.ext.asyncio import create_async_engine

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_NOTE = (
    "INSERT INTO notes (id, title, pinned, created_at, updated_at) VALUES "
    "('00000000000000000000000000000001', 'Mine', false,"
    " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')"
)


async def _scalar(url: str, statement: str) -> object:
    parsed = sa.make_url(url)
    engine = create_async_engine(parsed.set(drivername=_DRIVERS[parsed.drivername]))
    async with engine.begin() as connection:
        result = await connection.execute(sa.text(statement))
        found = result.scalar() if result.returns_rows else None
    await engine.dispose()
    return found


def _as_a_provider_writes_it(url: str) -> str:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.update_query_dict({"connect_timeout": "9"})
    return parsed.render_as_string(hide_password=False)


def _tried(project: Project, url: str) -> subprocess.CompletedProcess[str]:
    command = ["pytest", "-q", "-p", "no:cacheprovider", "--no-cov"]
    return subprocess.run(
        [sys.executable, "-m", *command, "tests/api/test_list.py"],
        cwd=project.folder,
        env=project.environment(TEST_DATABASE_URL=_as_a_provider_writes_it(url)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_with_rows_is_refused_and_keeps_them(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    project, url = create("notes"), database("team")
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    asyncio.run(_scalar(url, _NOTE))
    said = _tried(project, url)
    assert said.returncode == 2, said.stdout
    assert "has rows in notes" in said.stdout
    assert asyncio.run(_scalar(url, "SELECT title FROM notes")) == "Mine"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_called_test_is_emptied(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    project, url = create("notes"), database("team_test")
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    asyncio.run(_scalar(url, _NOTE))
    said = _tried(project, url)
    assert said.returncode == 0, said.stdout
    assert asyncio.run(_scalar(url, "SELECT count(*) FROM notes")) == 0
