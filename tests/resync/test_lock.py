"""A lock is resolved anew, and never merged as text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from changes import LAB
from repository import commit, create, git, run

ADDED = "anyio"  # what the lock holds already, so that nothing has to be looked up


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a dependency of its team's, whose design has another version."""
    folder = tmp_path / "lab"
    create(folder, LAB)
    path = folder / "pyproject.toml"
    text = path.read_text()
    path.write_text(
        text.replace("dependencies = [\n", f'dependencies = [\n    "{ADDED}",\n', 1)
    )
    lock = folder / "uv.lock"
    lock.write_text(lock.read_text().replace('name = "lab"', 'name = "lab" # ours', 1))
    commit(folder)
    (folder / "design.yaml").write_text(f"version: 0.2.0\n{LAB}")
    return folder


def _own(folder: Path) -> str:
    """Return what the lock says of the project itself."""
    text = (folder / "uv.lock").read_text()
    found = re.search(r'\[\[package\]\]\nname = "lab".*?\n\n\[', text, re.DOTALL)
    assert found
    return found[0]


def test_the_teams_dependencies_are_in_it_after_an_update(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/mirror/simple")
    monkeypatch.setenv("UV_FROZEN", "1")
    done = run(project)
    assert done.conflicts == ()
    assert done.lock == "uv.lock was resolved anew, with your own dependencies"
    assert 'version = "0.2.0"' in _own(project)
    assert f'name = "{ADDED}"' in _own(project)
    assert "mirror" not in (project / "uv.lock").read_text()
    assert " M uv.lock" not in git(project, "status", "--porcelain")


def test_without_uv_it_is_said_what_is_left_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").symlink_to(shutil.which("git") or "git")
    monkeypatch.setenv("PATH", str(tools))
    done = run(project)
    assert done.lock == (
        "uv.lock is the generated one, without your own dependencies: uv was not found; "
        "run `uv lock`"
    )
    assert f'name = "{ADDED}"' not in _own(project)
