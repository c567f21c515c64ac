"""Starting git: the one door to the program, with nothing of the caller's laid over it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

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

# Nothing that we do is a commit of the author's, or a checkout: no hook has a say in it.
UNHOOKED = ("-c", f"core.hooksPath={os.devnull}")

# Every file goes in as it is, whatever the machine's own configuration says, and without
# waiting for the disk: the folder is not the author's yet.
PLAIN = (
    *("-c", "core.autocrlf=false"),
    *("-c", "core.eol=lf"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "core.fsync=none"),
    *("-c", "core.compression=1"),
)

_NOTHING: Mapping[str, str] = MappingProxyType({})


class GitError(Exception):
    """Git is missing, or refused what it was asked."""


def check_installed() -> None:
    """Refuse to go on without a git to run."""
    if shutil.which("git") is None:
        raise GitError("git was not found; install it, or pass --no-git")


def command(*arguments: str) -> list[str]:
    """Return the command line of a git that runs no hooks."""
    return ["git", *UNHOOKED, *arguments]


def environment() -> dict[str, str]:
    """Return the environment without what points git to another repository."""
    return {name: os.environ[name] for name in os.environ if name not in _FOREIGN}


def run(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    extra: Mapping[str, str] = _NOTHING,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, whatever comes of it; `extra` goes into its environment."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**environment(), **extra},
        input=given,
        capture_output=True,
        check=False,
    )


def located(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Ask git where a folder is; raise its reason where it refuses to look.

    A folder that is in no repository is an answer; one in somebody else's is none.
    """
    said = run(folder, *arguments, extra={"LC_ALL": "C"})
    outside = (b"not a git repository", b"must be run in a work tree")
    if not said.stdout and not any(each in said.stderr for each in outside):
        raise refusal(said.stderr)
    return said


def answer(folder: Path, *arguments: str) -> str | None:
    """Return git's answer, or None where it has none or says no."""
    process = run(folder, *arguments)
    return process.stdout.decode().strip() if process.returncode == 0 else None


def text(folder: Path, *arguments: str, extra: Mapping[str, str] = _NOTHING) -> str:
    """Return git's answer as text, or raise what it complains of."""
    return output(folder, *arguments, extra=extra).decode(errors="replace")


def output(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    extra: Mapping[str, str] = _NOTHING,
) -> bytes:
    """Return git's answer to what it is given, or raise what it complains of."""
    process = run(folder, *arguments, given=given, extra=extra)
    if process.returncode != 0:
        raise refusal(process.stderr or process.stdout)
    return process.stdout


def inherit(*arguments: str) -> None:
    """Run git in the repository that whoever started us has named."""
    subprocess.run(["git", *arguments], check=True, stdout=subprocess.DEVNULL)


def feed(folder: Path, pieces: Iterable[bytes], *arguments: str) -> None:
    """Give git its input piece by piece, without holding all of it."""
    with subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:  # waits for git as well where a piece can't be made
        with suppress(BrokenPipeError):  # then git says why it listens no more
            cast("IO[bytes]", process.stdin).writelines(pieces)
        _, complaint = process.communicate()
    if process.returncode != 0:
        raise refusal(complaint)


def conversation(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a git that answers one question after the other."""
    return subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def refusal(complaint: bytes) -> GitError:
    """Return what git complains of as an error."""
    return GitError(f"git failed: {complaint.decode(errors='replace').strip()}")
