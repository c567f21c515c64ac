"""Changing a repository: objects into it, and what its index says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import process
from .objects import EXECUTABLE_MODE, LINK_MODE, PLAIN_MODE, Blob
from .worktree import WorkTree, names


def keep(tree: WorkTree, contents: Sequence[bytes]) -> list[str]:
    """Put contents into the repository as objects, and return their names in order."""
    if not contents:
        return []
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        paths = [Path(name, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        listed = "\n".join(map(str, paths)).encode()
        storing = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        said = process.output(tree.folder, *process.PLAIN, *storing, given=listed)
        return said.decode().split()


def keep_files(tree: WorkTree, paths: Sequence[str]) -> list[Blob]:
    """Put files into the repository as `git add` would, and return their objects in order."""
    links = [path for path in paths if (tree.folder / path).is_symlink()]
    plain = [path for path in paths if path not in links]
    targets = [os.fsencode((tree.folder / path).readlink()) for path in links]
    found = {p: Blob(LINK_MODE, oid) for p, oid in _paired(links, keep(tree, targets))}
    for path, oid in _paired(plain, names(tree, plain, "-w")):
        found[path] = Blob(_mode(tree.folder / path), oid)
    return [found[path] for path in paths]


def _paired(paths: Sequence[str], oids: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(paths, oids, strict=True))


def _mode(path: Path) -> str:
    return EXECUTABLE_MODE if path.stat().st_mode & 0o100 else PLAIN_MODE


def stage(tree: WorkTree, entries: Mapping[str, Mapping[int, Blob]]) -> None:
    """Make the index say what is given for each path, by stage; nothing takes it out.

    Stage 0 is a file that is settled; 1, 2 and 3 are the sides of a conflict.
    """
    nothing = "0" * len(tree.head or "0" * 40)
    lines: list[str] = []
    for path, sides in entries.items():
        lines.append(f"0 {nothing}\t{tree.prefix}{path}")
        lines += [
            f"{b.mode} {b.oid} {n}\t{tree.prefix}{path}" for n, b in sides.items()
        ]
    text = "".join(f"{line}\0" for line in lines).encode(errors="surrogateescape")
    process.output(tree.top, "update-index", "-z", "--index-info", given=text)


def refresh(tree: WorkTree, paths: Sequence[str] = ()) -> None:
    """Make the index know the files that are as it says, and say of some what stands there."""
    refreshing = ("update-index", "-q", "--unmerged", "--refresh")
    process.output(tree.folder, *refreshing, "--add", "--", *paths)


def save_aside(tree: WorkTree, message: str) -> str | None:
    """Keep the work tree's state as a commit that nothing points to; None where it is clean."""
    return process.text(tree.folder, "stash", "create", message).strip() or None
