"""Reading a blueprint's repository, wherever it is."""

from __future__ import annotations

import sys
from pathlib import Path

from . import process
from .objects import objects
from .process import GitError
from .worktree import work_tree

# An address may come from a file that somebody else wrote: it starts no program, and nobody
# is asked for a password where nobody can answer.
_FETCHING = (
    *("-c", "protocol.ext.allow=never"),
    *("-c", "protocol.fd.allow=never"),
    *("-c", "core.fsmonitor=false"),
)


def versions(source: str) -> list[str]:
    """Return the tags of a repository, wherever it is."""
    asked = ("ls-remote", "--tags", "--refs", "--", source)
    said = process.text(Path.cwd(), *_FETCHING, *asked, extra=_unasked())
    return [line.rpartition("refs/tags/")[2] for line in said.splitlines()]


def clone(source: str, folder: Path) -> None:
    """Make a folder a bare copy of a repository, with all its branches and tags."""
    asked = ("clone", "--quiet", "--bare", "--template=", "--", source, str(folder))
    process.text(Path.cwd(), *_FETCHING, *asked, extra=_unasked())


def tags(repository: Path) -> list[str]:
    """Return the tags of a repository that is here."""
    return process.text(repository, "tag", "--list").split()


def commit_of(repository: Path, version: str) -> str | None:
    """Return the commit that a tag, a branch or a part of a commit's name stands for.

    The version is given to git as a text, never as an argument: it can't be an option.
    """
    with objects(repository) as found:
        return found.commit(version)


def described(repository: Path, commit: str) -> str:
    """Return what a commit is called: its tag, or the nearest one and how far it is."""
    return process.text(repository, "describe", "--tags", "--always", commit).strip()


def origin(folder: Path) -> str | None:
    """Return where a repository was cloned from, or None where it says nothing of it."""
    return process.answer(folder, "config", "--get", "remote.origin.url")


def is_repository(folder: Path) -> bool:
    """Tell whether a folder is the top of a work tree, or a bundle of a repository."""
    if folder.is_file():
        return (
            process.answer(Path.cwd(), "bundle", "list-heads", str(folder)) is not None
        )
    tree = work_tree(folder)
    return tree is not None and not tree.prefix


def unpack(repository: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit into a new folder: no links, and nothing of git's own."""
    with objects(repository) as found:
        files = found.files(commit)
        for path in files:
            parts = {each.casefold() for each in path.replace("\\", "/").split("/")}
            if parts & {"", ".", "..", ".git"}:
                raise GitError(f"git failed: {path!r} is not a path of a file")
        plain = {p: blob.oid for p, blob in files.items() if blob.mode[:3] == "100"}
        texts = found.contents(plain.values())
    folder.mkdir(parents=True)
    for path, oid in plain.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(texts[oid])


def _unasked() -> dict[str, str]:
    """Return what keeps git from asking anybody, where nobody is at a terminal."""
    return {} if sys.stdin and sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}
