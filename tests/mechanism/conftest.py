"""Copier's own command line, away from the machine's settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import ROOT, Shell, entity, lay_blueprint, lay_design, model


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings and Copier's cache out of the tests."""
    tools = tmp_path / "tools"
    tools.mkdir()
    command = tools / "git-remote-bd"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT / 'generator')!r})\n"
        "from bd_scaffold.remote import main\nmain()\n"
    )
    command.chmod(0o755)
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tools), here, os.environ["PATH"]]))
    monkeypatch.setenv("COPIER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")


@pytest.fixture
def blueprint(tmp_path: Path) -> Shell:
    """Return the small blueprint as a repository with the version v1.0.0."""
    folder = tmp_path / "blueprint.git"
    lay_blueprint(folder)
    shell = Shell(folder)
    shell("git", "init", "--quiet", "--initial-branch=main")
    shell.commit("v1.0.0")
    shell("git", "tag", "v1.0.0")
    return shell


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
