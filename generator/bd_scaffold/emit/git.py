"""The one door to git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bd_scaffold.emit.tree import Tree

_NOBODY = {"NAME": "bd-scaffold", "EMAIL": "bd-scaffold@localhost"}
_ROLES = ("AUTHOR", "COMMITTER")

# What a caller's own repository would lay over the one that is meant.
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)

# Every file goes in as it is, whatever the machine's own configuration says, and without
# waiting for the disk: the folder is not the author's yet.
_PLAIN = (
    *("-c", "core.autocrlf=false"),
    *("-c", "core.fsync=none"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "pack.compression=1"),
)


class GitError(Exception):
    """Git is missing, or refused what it was asked."""


def check_installed() -> None:
    """Refuse to go on without a git to run."""
    if shutil.which("git") is None:
        raise GitError("git was not found; install it, or pass --no-git")


def enclosing_work_tree(folder: Path) -> Path | None:
    """Return the work tree that would track a new folder of that path, or None."""
    existing = next(path for path in (folder, *folder.parents) if path.is_dir())
    top = _ask(existing, "rev-parse", "--show-toplevel")
    if top is None or _ask(existing, "check-ignore", str(folder)) is not None:
        return None
    return Path(top)


def start_repository(folder: Path, tree: Tree, message: str) -> None:
    """Make a folder a repository whose first commit holds the tree that stands in it.

    The files go into one pack: thousands of single objects cost more than all the rest.
    """
    branch = _ask(folder, "config", "init.defaultBranch") or "main"
    _run(folder, "init", "--quiet", "--template=", f"--initial-branch={branch}")
    author, committer = _identities(folder)
    head = (
        f"commit refs/heads/{branch}\nauthor {author}\ncommitter {committer}\n".encode()
    )
    _import(folder, chain([head, _data(message)], _files(tree), [b"done\n"]))
    _run(folder, *_PLAIN, "read-tree", "HEAD")
    _run(folder, *_PLAIN, "update-index", "-q", "--refresh")


def _files(tree: Tree) -> Iterator[bytes]:
    for path, text in tree.items():
        yield f"M 100644 inline {path}\n".encode()
        yield _data(text)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)


def _import(folder: Path, commands: Iterable[bytes]) -> None:
    """Have git do what git-fast-import(1) reads."""
    arguments = ("fast-import", "--quiet", "--done", "--depth=0")
    process = subprocess.Popen(
        ["git", *_PLAIN, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with suppress(BrokenPipeError):  # then git says why it listens no more
        cast("IO[bytes]", process.stdin).writelines(commands)
    _, said = process.communicate()
    if process.returncode != 0:
        raise GitError(f"git failed: {said.decode(errors='replace').strip()}")


def unbundle(bundle: Path) -> None:
    """Put a bundle's objects into the repository that git, our caller, named."""
    subprocess.run(
        ["git", "bundle", "unbundle", str(bundle)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _identities(folder: Path) -> list[str]:
    """Return the author and the committer, with the moment: nobody's where git knows none."""
    nobody = {
        f"GIT_{role}_{field}": value
        for field, value in _NOBODY.items()
        if _ask(folder, "config", f"user.{field.lower()}") is None
        for role in _ROLES
        if f"GIT_{role}_{field}" not in os.environ
    }
    return [
        _run(folder, "var", f"GIT_{role}_IDENT", environment=nobody) for role in _ROLES
    ]


def _ask(folder: Path, *arguments: str) -> str | None:
    """Return git's answer, or None where it has none or says no."""
    process = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return process.stdout.strip() if process.returncode == 0 else None


def _run(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None
) -> str:
    process = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=_environment() | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        said = process.stderr or process.stdout
        raise GitError(f"git failed: {said.strip()}")
    return process.stdout.strip()


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in os.environ if name not in _FOREIGN}
