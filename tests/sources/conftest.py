"""Blueprints and projects away from the machine's own settings."""

from __future__ import annotations

import os
from pathlib import Path

import company
import pytest
from tools import offer_tools


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own git settings and Copier's cache out of the tests."""
    offer_tools(tmp_path, monkeypatch)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return the team's blueprint as a repository with the version v1.0.0."""
    return company.repository(tmp_path / "acme")
