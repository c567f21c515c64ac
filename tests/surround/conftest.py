"""Designs whose surroundings are checked, each written into a folder once a session."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from surroundings import HOSTILE, NOTES, Write

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Write the project of a small design with these sections; return its folder."""

    @cache
    def make(name: str, sections: str = "") -> Path:
        design = f"name: {name}\n{sections}{NOTES}".encode()
        model = pipeline.build(pipeline.check(design, "design.yaml"))
        folder = tmp_path_factory.mktemp(name)
        write(pipeline.render(design, model), folder)
        return folder

    return make


@pytest.fixture(scope="session")
def on_sqlite(project: Write) -> Path:
    """A project for SQLite, with both providers' pipelines."""
    return project(
        "notes", "database: {engine: sqlite}\ndeployment: {ci: [github, gitlab]}\n"
    )


@pytest.fixture(scope="session")
def on_postgresql(project: Write) -> Path:
    """A project for PostgreSQL, with both providers' pipelines."""
    return project(
        "ledger", "database: {engine: postgresql}\ndeployment: {ci: [github, gitlab]}\n"
    )


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def either(request: pytest.FixtureRequest) -> Path:
    """The project for one database, then the one for the other."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture(scope="session")
def hostile(project: Write) -> Path:
    """A project whose every text tries to be more than a text."""
    text = json.dumps(HOSTILE, ensure_ascii=False)
    return project(
        "hostile",
        f"title: {text}\n"
        f"description: {text}\n"
        "requirements:\n"
        f"  functional: [{{id: FR-1, text: {text}, operations: [Note.list]}}]\n"
        f"  constraints: [{text}]\n"
        "architecture:\n"
        "  style: monolith\n"
        "  decisions:\n"
        f"    - {{title: {text}, context: {text}, decision: {text}, "
        f"consequences: {text}}}\n",
    )
