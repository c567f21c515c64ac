"""A project in memory, and what a path inside it may be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

Tree = dict[str, str]
"""Paths relative to the project, with `/`, and the text of each file."""


class UnsafePathError(ValueError):
    """A path that would leave the project, enter its repository or meet another path."""


def check_paths(paths: Iterable[str]) -> None:
    """Refuse paths that are unsafe on any of the systems a project is checked out on."""
    seen: dict[str, str] = {}
    for path in paths:
        if not _is_plain(path):
            raise UnsafePathError(f"{path!r} is not a path inside the project")
        twin = seen.setdefault(path.casefold(), path)
        if twin is not path:
            raise UnsafePathError(f"{path!r} and {twin!r} would be the same file")


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return (
        all(part not in {"", ".", ".."} for part in parts)
        and all(part.casefold() not in {".git", ".bd"} for part in parts)
        and not any(character in path for character in '\\:*?"<>|\0\n\r')
        and not PurePosixPath(path).is_absolute()
    )
