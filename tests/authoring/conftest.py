"""A base with its own versions, a blueprint that extends it, and nothing of the machine's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lab import BLUEPRINT, Shell, alone, released

from bd_scaffold.authoring import new


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(tmp_path, monkeypatch)


@pytest.fixture
def base(tmp_path: Path) -> Shell:
    """Return the repository of a base, with the version v0.1.0."""
    folder = tmp_path / "base"
    beside = shutil.ignore_patterns("releases", "README.md")
    shutil.copytree(BLUEPRINT, folder, ignore=beside)
    return released(folder, "v0.1.0")


@pytest.fixture
def acme(tmp_path: Path, base: Shell) -> Shell:
    """Return a new blueprint that extends the base."""
    folder = tmp_path / "acme"
    new.start("acme", folder, str(base.folder), None)
    return Shell(folder)


@pytest.fixture
def command() -> Callable[..., str]:
    """Run `bd-scaffold blueprint` in a folder, and return what it said."""

    def run(shell: Shell, *arguments: str, fails: bool = False) -> str:
        return shell("bd-scaffold", "blueprint", *arguments, fails=fails)

    return run
