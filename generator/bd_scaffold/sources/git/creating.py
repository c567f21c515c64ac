"""A new project's repository, with its first commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from ...record import Record
from . import process

_NOBODY = {"NAME": "bd-scaffold", "EMAIL": "bd-scaffold@localhost"}
_ROLES = ("AUTHOR", "COMMITTER")


def enclosing_work_tree(folder: Path) -> Path | None:
    """Return the work tree that would track a new folder of that path, or None.

    Raise GitError where git refuses to work in the repository around it.
    """
    existing = next(path for path in (folder, *folder.parents) if path.is_dir())
    top = process.located(existing, "rev-parse", "--show-toplevel").stdout
    if not top or process.answer(existing, "check-ignore", str(folder)) is not None:
        return None
    return Path(os.fsdecode(top).removesuffix("\n"))


def start_repository(
    folder: Path, files: Iterable[tuple[str, str]], message: str
) -> list[str]:
    """Make a folder a repository whose first commit holds some files; return their paths.

    The files go into one pack, since thousands of single objects cost more than all the rest,
    and git writes them from there into the folder: so nobody reads them again to hash them.
    """
    paths: list[str] = []
    known = _known(folder)
    _init(folder, known.branch)
    signed = f"author {known.author}\ncommitter {known.committer}\n"
    head = f"commit refs/heads/{known.branch}\n{signed}".encode()
    importing = ("fast-import", "--quiet", "--done", "--depth=0")
    pieces = chain([head, _data(message.encode())], _files(files, paths), [b"done\n"])
    process.feed(folder, pieces, *process.PLAIN, *importing)
    process.output(folder, *process.PLAIN, "read-tree", "--reset", "-u", "HEAD")
    return paths


def start_repository_of(folder: Path, message: str) -> None:
    """Make a folder a repository whose first commit holds what stands in it, whoever wrote it."""
    known = _known(folder)
    _init(folder, known.branch)
    process.output(folder, *process.PLAIN, "add", "--all")
    commit = ("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", message)
    signed = _signing(known.author, "AUTHOR") | _signing(known.committer, "COMMITTER")
    process.output(folder, *process.PLAIN, *commit, extra=signed)


def _init(folder: Path, branch: str) -> None:
    starting = ("init", "--quiet", "--template=", f"--initial-branch={branch}")
    process.output(folder, *starting)


def _files(files: Iterable[tuple[str, str]], paths: list[str]) -> Iterator[bytes]:
    """Yield what git reads of each file, and note its path."""
    for path, text in files:
        paths.append(path)
        yield f"M 100644 inline {path}\n".encode()
        yield _data(text.encode())
        del text  # a model's text is large, and the next file is made before it is bound


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


class _Known(Record, frozen=True):
    """What git knows of whoever creates a project."""

    branch: str  # what the first branch is called
    author: str  # with the moment
    committer: str


def _known(folder: Path) -> _Known:
    alone = {"GIT_CEILING_DIRECTORIES": str(folder.parent)}  # it is no repository yet
    said = process.text(folder, "var", "-l", extra=alone)
    values = dict(line.partition("=")[::2] for line in said.splitlines())
    author, committer = (_identity(role, values) for role in _ROLES)
    return _Known(values.get("init.defaultbranch") or "main", author, committer)


def _identity(role: str, values: Mapping[str, str]) -> str:
    """Return who does something, and when: nobody where git knows no one."""
    name, rest = values[f"GIT_{role}_IDENT"].rsplit(" <", 1)
    email, moment = rest.rsplit("> ", 1)
    if not (name and _is_known(role, "NAME", values)):
        name = _NOBODY["NAME"]
    if not (email and _is_known(role, "EMAIL", values)):
        email = _NOBODY["EMAIL"]
    return f"{name} <{email}> {moment}"


def _is_known(role: str, field: str, values: Mapping[str, str]) -> bool:
    return f"user.{field.lower()}" in values or f"GIT_{role}_{field}" in os.environ


def _signing(identity: str, role: str) -> dict[str, str]:
    """Return what makes a commit one of somebody's."""
    name, rest = identity.rsplit(" <", 1)
    email, moment = rest.rsplit("> ", 1)
    return {
        f"GIT_{role}_NAME": name,
        f"GIT_{role}_EMAIL": email,
        f"GIT_{role}_DATE": moment,
    }
