"""The first migration makes exactly what the code expects, and takes it away again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from asking import ask
from projects import PAIRS, MakeDatabase, Project


def _tables(url: str) -> set[str]:
    return ask(url, lambda connection: {*sa.inspect(connection).get_table_names()})


@pytest.mark.parametrize(("name", "engine"), PAIRS)
def test_up_without_a_difference_and_down_to_nothing(
    create: Callable[[str], Project], database: MakeDatabase, name: str
) -> None:
    project, url = create(name), database("migrated")
    _alembic(project, url, ["upgrade", "head"], ["check"])
    assert len(_tables(url)) > 1
    _alembic(project, url, ["downgrade", "base"])
    assert _tables(url) == {"alembic_version"}


def _alembic(project: Project, url: str, *commands: list[str]) -> None:
    for each in commands:
        said = project.run("alembic", *each, DATABASE_URL=url)
        assert (
            "expression-based" not in said
        )  # nor any other index that can't be compared
