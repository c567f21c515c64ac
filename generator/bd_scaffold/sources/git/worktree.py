"""Reading a work tree: where it is, what is under way in it, and what is not as committed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ...record import Record
from . import process
from .objects import Blob, object_name, objects


class WorkTree(Record, frozen=True):
    """Where a folder is in a repository that has it checked out."""

    folder: Path
    top: Path
    prefix: str  # of the folder's paths, as git has them from the top: "" or "a/b/"
    metadata: Path  # git's own folder for it: its index, and whatever is under way
    head: str | None  # the commit that is checked out; None before the first one

    def within(self, path: str) -> str:
        """Return a path from the top as one from the folder."""
        return path.removeprefix(self.prefix)


def work_tree(folder: Path) -> WorkTree | None:
    """Return where a folder is in its work tree, or None outside of any.

    Raise GitError where git refuses to work in the repository.
    """
    asked = ("rev-parse", "--show-cdup", "--absolute-git-dir", "HEAD^{commit}")
    said = process.located(folder, *asked)
    lines = said.stdout.removesuffix(b"\n").split(b"\n")
    if len(lines) < 3:
        return None
    # The first and the last hold no letters but our own, what a path may hold is between.
    above, metadata, head = lines[0], b"\n".join(lines[1:-1]), lines[-1].decode()
    top = (folder / os.fsdecode(above)).resolve()
    prefix = folder.resolve().relative_to(top).as_posix()
    return WorkTree(
        folder,
        top,
        "" if prefix == "." else f"{prefix}/",
        Path(os.fsdecode(metadata)),
        head if said.returncode == 0 else None,
    )


class Meeting(Record, frozen=True):
    """Two lines of work that are being brought together: three commits."""

    base: str
    ours: str
    theirs: str


def meeting(tree: WorkTree) -> Meeting | None:
    """Return the merge, rebase or cherry-pick that is under way, or None."""
    if tree.head is None:
        return None
    with objects(tree.folder) as found:
        if theirs := found.commit("MERGE_HEAD"):
            base = process.answer(tree.folder, "merge-base", tree.head, theirs)
            return Meeting(base, tree.head, theirs) if base else None
        for name in ("REBASE_HEAD", "CHERRY_PICK_HEAD"):
            theirs, base = found.commit(name), found.commit(f"{name}^1")
            if theirs and base:
                return Meeting(base, tree.head, theirs)
    return None


def joining(tree: WorkTree) -> str | None:
    """Return which command of git's is bringing two lines of work together, or None."""
    for command, names in _JOINING.items():
        if any((tree.metadata / name).exists() for name in names):
            return command
    return None


_JOINING = {
    "merge": ("MERGE_HEAD",),
    "rebase": ("rebase-merge", "rebase-apply"),
    "cherry-pick": ("CHERRY_PICK_HEAD",),
}
"""What git leaves in its own folder while a command of its waits for someone."""


def last_commit(
    tree: WorkTree, path: str, is_whole: Callable[[bytes], bool]
) -> str | None:
    """Return the last commit that has a file as it should be, or None where none has."""
    listed = process.answer(tree.folder, "log", _SEARCHED, "--format=%h", "--", path)
    with objects(tree.folder) as found:
        for commit in ("HEAD", *(listed or "").split()):
            content = found.content(f"{commit}:{tree.prefix}{path}")
            if content is not None and is_whole(content):
                return commit
    return None


_SEARCHED = "--max-count=100"
"""How far back a file is looked for."""


class Status(Record, frozen=True):
    """What is tracked below a folder, and is not as committed."""

    changed: Mapping[str, str]  # by path: git's two letters
    staged: Mapping[str, Blob]  # what the index has of those
    unmerged: tuple[str, ...]  # those that are in conflict


def status(tree: WorkTree) -> Status:
    """Return what is tracked below a folder and is not as committed."""
    how = ("--porcelain=v2", "--no-renames", "--untracked-files=no", "-z")
    said = process.output(tree.folder, "status", *how, ".")
    changed: dict[str, str] = {}
    staged: dict[str, Blob] = {}
    unmerged: list[str] = []
    for entry in _pieces(said):
        if entry.startswith("1 "):
            _, letters, _, _, mode, _, _, oid, path = entry.split(" ", 8)
            staged[tree.within(path)] = Blob(mode, oid)
        else:
            letters, path = entry[2:4], entry.split(" ", 10)[-1]
            unmerged.append(tree.within(path))
        changed[tree.within(path)] = letters
    return Status(changed, staged, tuple(sorted(unmerged)))


def untracked(folder: Path) -> list[str]:
    """Return the files below a folder that git neither knows nor ignores, sorted."""
    asked = ("ls-files", "--others", "--exclude-standard", "-z")
    return sorted(_pieces(process.output(folder, *asked)))


def ignored(folder: Path) -> list[str]:
    """Return what git ignores below a folder: files, and whole folders with a slash behind.

    Outside of any repository it is nothing.
    """
    if work_tree(folder) is None:
        return []
    asked = ("ls-files", "--others", "--ignored", "--exclude-standard", "--directory")
    return _pieces(process.output(folder, *asked, "-z"))


def settled(tree: WorkTree) -> dict[str, Blob]:
    """Return the files of the index below a folder that are in no conflict."""
    found: dict[str, Blob] = {}
    for line in _pieces(process.output(tree.folder, "ls-files", "--stage", "-z", ".")):
        about, _, path = line.partition("\t")
        mode, oid, number = about.split(" ")
        if number == "0":
            found[path] = Blob(mode, oid)
    return found


def _pieces(said: bytes) -> list[str]:
    return said.decode(errors="surrogateescape").split("\0")[:-1]


# Files as git would commit them, and as it would write them


def read_files(tree: WorkTree, paths: Iterable[str]) -> dict[str, bytes]:
    """Return those files that are there, with the line ends that git would commit them with."""
    found = {path: tree.folder / path for path in paths}
    raw = {path: file.read_bytes() for path, file in found.items() if file.is_file()}
    doubtful = [path for path, content in raw.items() if b"\r\n" in content]
    for path, name in zip(doubtful, names(tree, doubtful), strict=True):
        plain = raw[path].replace(b"\r\n", b"\n")
        if object_name(plain, name) == name:
            raw[path] = plain
    return raw


def names(tree: WorkTree, paths: Sequence[str], *options: str) -> list[str]:
    """Return the names of the objects that `git add` would make of files, in order."""
    if not paths:
        return []
    listed = "".join(f"{_quoted(tree.prefix + path)}\n" for path in paths)
    hashing = ("hash-object", *options, "--stdin-paths")
    given = listed.encode(errors="surrogateescape")
    return process.output(tree.top, *hashing, given=given).decode().split()


def _quoted(path: str) -> str:
    """Return a path as git reads it where one stands on a line."""
    if not path.startswith('"') and "\n" not in path:
        return path
    for plain, escaped in (("\\", r"\\"), ('"', r"\""), ("\n", r"\n")):
        path = path.replace(plain, escaped)
    return f'"{path}"'


def checked_out(tree: WorkTree, files: Mapping[str, Blob]) -> dict[str, bytes]:
    """Return files as git would write them into the folder, with the line ends of there."""
    text = "".join(
        f"{blob.mode} {blob.oid}\t{tree.prefix}{path}\0" for path, blob in files.items()
    )
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as name:
        index = {"GIT_INDEX_FILE": str(Path(name, "index"))}
        listed = text.encode(errors="surrogateescape")
        adding = ("update-index", "--add", "-z", "--index-info")
        process.output(tree.top, *adding, given=listed, extra=index)
        writing = ("checkout-index", "--all", f"--prefix={name}/")
        process.output(tree.top, *writing, extra=index)
        return {path: Path(name, tree.prefix + path).read_bytes() for path in files}
