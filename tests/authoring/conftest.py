"""A base with its own versions, a blueprint that extends it, and nothing of the machine's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from lab import BLUEPRINT, Shell, alone, released

from bd_scaffold.authoring import new
from bd_scaffold.render import black


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(tmp_path, monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def _formatted_once() -> Iterator[None]:
    """Let black read each text once, of the many that the designs of all tests share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(black, "is_stable", cache(black.is_stable))
        yield


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
