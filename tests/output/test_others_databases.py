"""The generated tests delete rows, but only of a database that is theirs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from asking import ask
from projects import MakeDatabase, Project

_NOTE = (
    "INSERT INTO notes (id, title, pinned, created_at, updated_at) VALUES "
    "('00000000000000000000000000000001', 'Mine', false,"
    " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000')"
)


def _filled(create: Callable[[str], Project], url: str) -> Project:
    """Return a project whose database has a row."""
    project = create("notes")
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    ask(url, lambda connection: connection.execute(sa.text(_NOTE)).rowcount)
    return project


def _titles(url: str) -> list[str]:
    asked = sa.text("SELECT title FROM notes")
    return ask(url, lambda connection: [*connection.scalars(asked)])


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
    url = database("team")
    said = _tried(_filled(create, url), url)
    assert said.returncode == 2, said.stdout
    assert "has rows in notes" in said.stdout
    assert _titles(url) == ["Mine"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_so_is_one_that_lacks_migrations(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    url = database("team")
    project = _filled(create, url)
    older = sa.text("ALTER TABLE notes RENAME COLUMN pinned TO starred")
    ask(url, lambda connection: connection.execute(older).rowcount)
    said = _tried(project, url)
    assert said.returncode == 2, said.stdout
    assert "has rows in notes" in said.stdout
    assert _titles(url) == ["Mine"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_called_test_is_emptied(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    url = database("team_test")
    said = _tried(_filled(create, url), url)
    assert said.returncode == 0, said.stdout
    assert _titles(url) == []
