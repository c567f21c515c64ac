"""Laying files into a project's folder, one by one, over nothing that git does not know."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from ..render import write
from ..sources import git
from ..sources.git import Blob, WorkTree

_UMASK = os.umask(0o022)
os.umask(_UMASK)


class OccupiedError(Exception):
    """Something stands where a new file has to go, or was changed while an update lay there."""


def check_free(
    folder: Path, changes: Mapping[str, tuple[Blob | None, Blob | None]]
) -> None:
    """Refuse to write over files that git does not know, or through what is no folder."""
    leaving = {path for path, (_, after) in changes.items() if after is None}
    arriving = {
        p: before for p, (before, after) in changes.items() if after is not None
    }
    taken = [
        path
        for path, before in arriving.items()
        if before is None and os.path.lexists(folder / path)
    ]
    if taken:
        raise OccupiedError(
            "these untracked files are in the way: "
            f"{', '.join(taken[:5])}; commit or move them first"
        )
    for path in arriving:
        blocked = _no_folder(folder, path, leaving)
        if blocked:
            raise OccupiedError(
                f"{blocked} is not a folder, and {path} has to go into it; "
                "move it first"
            )


def _no_folder(folder: Path, path: str, leaving: set[str]) -> str:
    """Return the file or the link that stands where a folder above a path has to be."""
    for parent in PurePosixPath(path).parents:
        there = folder / parent
        is_no_folder = there.is_symlink() or (there.exists() and not there.is_dir())
        if str(parent) != "." and is_no_folder and str(parent) not in leaving:
            return str(parent)
    return ""


def lay(
    tree: WorkTree,
    wanted: Mapping[str, Blob | None],
    kept: Mapping[str, bytes],
    part: Path,
) -> None:
    """Write and remove files, each so that a reader sees its old content or its new one.

    `kept` are the contents by their objects; `part` is where each file lies while it is
    written.
    """
    folder = tree.folder
    contents = _checked_out(tree, {p: b for p, b in wanted.items() if b}, kept)
    for path, blob in wanted.items():
        if blob is None:
            (folder / path).unlink(missing_ok=True)
            _remove_empty(folder, (folder / path).parent)
    for path, blob in wanted.items():
        if blob is not None:
            _write_file(folder / path, contents[path], blob.mode, part)


def _checked_out(
    tree: WorkTree, blobs: Mapping[str, Blob], kept: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return contents by their paths, with the line ends of what they replace."""
    found = {path: kept[blob.oid] for path, blob in blobs.items()}
    if any(_has_other_ends(tree.folder / path) for path in blobs):
        files = {p: b for p, b in blobs.items() if b.mode != git.LINK_MODE}
        found |= git.checked_out(tree, files)
    return found


def _has_other_ends(path: Path) -> bool:
    """Tell whether git may have written a file with the line ends of Windows."""
    return path.is_file() and b"\r\n" in path.read_bytes()


def _write_file(path: Path, content: bytes, mode: str, part: Path) -> None:
    """Write one file by way of `part`, which lies where nobody minds what a kill leaves."""
    if _stands(path, content, mode):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    if mode == git.LINK_MODE:
        part.symlink_to(os.fsdecode(content))
    else:
        part.write_bytes(content)
        part.chmod(_permissions(mode))
    try:
        part.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV or mode == git.LINK_MODE:
            raise
        write.replace(path, content)  # on another file system
        path.chmod(_permissions(mode))


def _stands(path: Path, content: bytes, mode: str) -> bool:
    """Tell whether a file is there already, as it shall be."""
    if path.is_symlink() or mode == git.LINK_MODE or not path.is_file():
        return False
    executable = bool(path.stat().st_mode & 0o100)
    return executable is (mode == git.EXECUTABLE_MODE) and path.read_bytes() == content


def _permissions(mode: str) -> int:
    return (0o777 if mode == git.EXECUTABLE_MODE else 0o666) & ~_UMASK


def _remove_empty(top: Path, folder: Path) -> None:
    """Remove folders that hold nothing any more, but for what Python leaves behind."""
    while folder != top and folder.is_dir():
        left = list(folder.iterdir())
        if any(each.name != "__pycache__" for each in left):
            return
        for cache in left:
            for each in cache.iterdir():
                each.unlink()
            cache.rmdir()
        folder.rmdir()
        folder = folder.parent
