"""A project in memory, and what a path inside it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Tree = dict[str, str]
"""Paths relative to the project, with `/`, and the text of each file."""


class UnsafePathError(ValueError):
    """A path that would leave the project, enter its repository or meet another path."""


_OURS = {".git", ".bd", "design.yaml"}
"""What a blueprint never writes: the repository, and what the author's design is made of."""


_NO_PARTS = frozenset({"", ".", "..", ".git"})
_NO_CHARACTERS = frozenset('\\:*?"<>|\0\n\r')


def check_paths(paths: Iterable[str]) -> None:
    """Refuse paths that are unsafe on any of the systems a project is checked out on."""
    for _, why in faults(paths):
        raise UnsafePathError(why)


def faults(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each path that is unsafe on some system, and why."""
    files: dict[str, str] = {}
    for path in paths:
        if not _is_plain(path):
            yield path, f"{path!r} is not a path inside the project"
        if twin := files.get(path.casefold()):
            yield path, f"{path!r} and {twin!r} would be the same file"
        files[path.casefold()] = path
    for folder in _folders(files):
        if folder in files:
            file = files[folder]
            yield file, f"{file!r} would be both a file and a folder"


def _folders(paths: Iterable[str]) -> set[str]:
    """Return every folder that paths lie in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _is_plain(path: str) -> bool:
    parts = path.casefold().split("/")
    return (
        _NO_PARTS.isdisjoint(parts)
        and parts[0] not in _OURS
        and _NO_CHARACTERS.isdisjoint(path)
    )
