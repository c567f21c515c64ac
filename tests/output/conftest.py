"""What users get: three examples, a gamut and a design of 50 entities, each created once a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgresql_server import (
    empty_database,
    postgresql,  # noqa: F401 - a fixture
)
from projects import MakeDatabase, Project, created, project_in
from session import folder_of, once

# So that they say what they had against what clients were told.
pytest.register_assert_rewrite("conflicts", "storm")

DESIGNS = ("notes", "shop", "helpdesk", "workshop", "gamut", "everything")


@pytest.fixture(scope="session")
def create(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Create the project of a design, once for all workers."""
    shared = folder_of(tmp_path_factory, "created")

    @cache
    def made(name: str) -> Project:
        return project_in(once(shared / name, partial(created, name)), name)

    return made


@pytest.fixture(params=DESIGNS)
def project(
    request: pytest.FixtureRequest, create: Callable[[str], Project]
) -> Project:
    return create(request.param)


@pytest.fixture
def database(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> MakeDatabase:
    """Make an empty database on an engine; say its URL."""
    if engine == "sqlite":
        return lambda name: f"sqlite:///{tmp_path}/{name}.db"
    server: sa.URL = request.getfixturevalue("postgresql")
    return lambda name: empty_database(server, f"output_{name}").render_as_string(
        hide_password=False
    )
