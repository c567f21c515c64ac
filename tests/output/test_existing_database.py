"""A project takes over a database that is there, as the documents say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from asking import ask
from projects import MakeDatabase, Project

_THERE = (
    "CREATE TABLE notes (id uuid CONSTRAINT pk_notes PRIMARY KEY)",
    "INSERT INTO notes VALUES ('00000000-0000-0000-0000-000000000001')",
)


def _alembic(project: Project, url: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", *words],
        cwd=project.folder,
        env=project.environment(DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _execute(url: str, *statements: str) -> None:
    for each in statements:
        text = sa.text(each)
        ask(url, lambda connection, text=text: connection.execute(text).rowcount)


def _ids(url: str) -> list[str]:
    asked = sa.text("SELECT id::text FROM notes")
    return ask(url, lambda connection: [*connection.scalars(asked)])


@pytest.mark.parametrize("engine", ["postgresql"])
def test_an_upgrade_stops_at_what_is_there_and_a_stamp_takes_it_over(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    project, url = create("notes"), database("existing")
    _execute(url, *_THERE)
    assert 'relation "notes" already exists' in _alembic(
        project, url, "upgrade", "head"
    )
    assert len(_ids(url)) == 1
    _execute(url, "DROP TABLE notes")
    _alembic(project, url, "upgrade", "head")
    _execute(url, "DROP TABLE alembic_version")  # the same tables, made by others
    assert "is not up to date" in _alembic(project, url, "check")
    _alembic(project, url, "stamp", "head")
    assert "No new upgrade operations detected." in _alembic(project, url, "check")
    _execute(url, "ALTER TABLE notes ADD COLUMN other integer")
    assert "'remove_column'" in _alembic(project, url, "check")
