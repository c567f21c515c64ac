"""What users get: notes, a shop and a design of 50 entities, each created once a worker."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from postgresql_server import postgresql  # noqa: F401 - a fixture
from projects import Project

from bd_scaffold import pipeline

DESIGNS = ("notes", "shop", "everything")
DATABASES = ("sqlite", "postgresql")

MakeDatabase = Callable[[str], str]
"""Makes an empty database whose name starts so; says its URL."""


@pytest.fixture(scope="session")
def create(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Create the project of an example, once."""

    @cache
    def made(name: str) -> Project:
        folder = tmp_path_factory.mktemp("created") / name
        design = pipeline.read(pipeline.example(name))
        created = pipeline.create(
            design, name, folder, repository=False, progress=lambda _words: None
        )
        return Project(name, created.package, folder)

    return made


@pytest.fixture(params=DESIGNS)
def project(
    request: pytest.FixtureRequest, create: Callable[[str], Project]
) -> Project:
    return create(request.param)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> MakeDatabase:
    """Make an empty database on one engine, then on the other; say its URL."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path}/{name}.db"
    server: sa.URL = request.getfixturevalue("postgresql")
    own = f"output_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    return lambda name: make_database(server, f"{own}_{name}")


def make_database(server: sa.URL, name: str) -> str:
    """Make a database on a server, new each time; return its URL."""
    asyncio.run(_recreate(server, name))
    return server.set(database=name).render_as_string(hide_password=False)


async def _recreate(server: sa.URL, name: str) -> None:
    connection = await asyncpg.connect(server.render_as_string(hide_password=False))
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
