"""Copier's own command line, away from the machine's settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Shell, alone, entity, lay_blueprint, lay_design, model, released


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings and Copier's cache out of the tests."""
    alone(tmp_path, monkeypatch)


@pytest.fixture
def blueprint(tmp_path: Path) -> Shell:
    """Return the small blueprint as a repository with the version v1.0.0."""
    folder = tmp_path / "blueprint.git"
    lay_blueprint(folder)
    return released(folder, "v1.0.0")


@pytest.fixture
def project(tmp_path: Path, blueprint: Shell) -> Shell:
    """Return a project that `copier copy` made from the small blueprint."""
    folder = tmp_path / "project"
    lay_design(folder, "name: shop\n", model(entity("Order", "number")))
    shell = Shell(folder)
    shell("git", "init", "--quiet", "--initial-branch=main")
    shell("copier", "copy", "--quiet", str(blueprint.folder), ".")
    shell.commit("created")
    return shell


@pytest.fixture
def update(project: Shell) -> Callable[..., str]:
    """Return plain `copier update`: no answers, no `--trust`."""
    return lambda **how: project("copier", "update", **how)
