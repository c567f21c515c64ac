"""Blueprints and projects away from the machine's own settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import company
import pytest


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings and Copier's cache out of the tests."""
    tools = tmp_path / "tools"
    tools.mkdir()
    command = tools / "git-remote-bd"
    generator = str(company.ROOT / "generator")
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {generator!r})\n"
        "from bd_scaffold.remote import main\nmain()\n"
    )
    command.chmod(0o755)
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tools), here, os.environ["PATH"]]))
    monkeypatch.setenv("COPIER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return the team's blueprint as a repository with the version v1.0.0."""
    return company.repository(tmp_path / "acme")
