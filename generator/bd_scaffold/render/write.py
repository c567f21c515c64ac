"""Writing a new project: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bd_scaffold.tree import Tree


class DestinationError(Exception):
    """The folder for a new project can't be made there."""


def check_destination(destination: Path) -> None:
    """Refuse a place where a new folder can't be made or would hide something."""
    if destination.is_dir():
        if any(destination.iterdir()):
            raise DestinationError(f"{destination} is not empty")
    elif destination.exists() or destination.is_symlink():
        raise DestinationError(f"{destination} exists and is not a folder")
    ground = _ground(destination)
    if not ground.is_dir():
        raise DestinationError(f"{ground} is not a folder")
    if not os.access(ground, os.W_OK | os.X_OK):
        raise DestinationError(f"{ground} can't be written to")


@contextmanager
def staged(destination: Path) -> Iterator[Path]:
    """Give a new folder to fill, which becomes the destination when all went well.

    The folder lies beside the destination, so that one rename, which no one can see half
    done, puts it there. On any exception it is removed again.
    """
    ground = _ground(destination)
    stage = ground / f".{destination.name}.{os.urandom(4).hex()}.part"
    try:
        stage.mkdir()
        yield stage
        destination.parent.mkdir(parents=True, exist_ok=True)
        _move(stage, destination)
    except BaseException as error:
        shutil.rmtree(stage, ignore_errors=True)
        _remove_empty(destination.parent, ground)
        if isinstance(error, OSError):
            reason = error.strerror or error
            raise DestinationError(
                f"{destination} can't be written: {reason}"
            ) from error
        raise


def write(tree: Tree, folder: Path) -> None:
    """Write the files of a tree into a folder, with the line ends that they have."""
    write_each(tree.items(), folder)


def write_each(files: Iterable[tuple[str, str]], folder: Path) -> list[str]:
    """Write files into a folder one by one, and return their paths."""
    paths: list[str] = []
    made: set[str] = set()
    for path, text in files:
        parent = path.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        (folder / path).write_bytes(text.encode())
        paths.append(path)
        del text  # a model's text is large, and the next file is made before it is bound
    return paths


def replace(path: Path, content: bytes, *, lasting: bool = False) -> None:
    """Write one file so that a reader sees the old content or the new, never a part.

    With `lasting`, it is on the disk before this returns, whatever happens to the machine.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _ground(destination: Path) -> Path:
    """Return the nearest folder above the destination that is there."""
    return next(path for path in destination.parents if os.path.lexists(path))


def _move(stage: Path, destination: Path) -> None:
    if destination.is_dir():
        shutil.copymode(destination, stage)
        destination.rmdir()  # fails if someone has put something there meanwhile
    stage.rename(destination)


def _remove_empty(folder: Path, ground: Path) -> None:
    """Remove the folders made above a destination that failed after all."""
    while folder != ground and folder.is_relative_to(ground) and folder.is_dir():
        if any(folder.iterdir()):
            return
        folder.rmdir()
        folder = folder.parent
