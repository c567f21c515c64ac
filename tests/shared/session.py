"""What is made once a run, and used by all of its workers."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def folder_of(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that all workers of this run share."""
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / name
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let nobody else in who asks for the same path."""
    with path.with_name(f"{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first one who asks for it makes."""
    done = folder.with_name(f"{folder.name}.done")
    with locked(folder):
        if not done.exists():
            make(folder)
            done.touch()
    return folder
