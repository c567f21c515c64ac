"""The one door to git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_NOBODY = {"NAME": "bd-scaffold", "EMAIL": "bd-scaffold@localhost"}

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
    *("-c", "core.looseCompression=1"),
    *("-c", "gc.auto=0"),
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


def start_repository(folder: Path, message: str) -> None:
    """Make the folder a repository whose first commit holds every file in it."""
    branch = _ask(folder, "config", "init.defaultBranch") or "main"
    _run(folder, "init", "--quiet", "--template=", f"--initial-branch={branch}")
    _run(folder, *_PLAIN, "add", "--all", "--force", ".")
    commit = ("commit", "--quiet", "--no-verify", "--no-gpg-sign", "-m", message)
    _run(folder, *_PLAIN, *commit, environment=_identity(folder))


def unbundle(bundle: Path) -> None:
    """Put a bundle's objects into the repository that git, our caller, named."""
    subprocess.run(
        ["git", "bundle", "unbundle", str(bundle)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _identity(folder: Path) -> dict[str, str]:
    """Return the author to commit as where git has none configured."""
    return {
        f"GIT_{role}_{field}": value
        for field, value in _NOBODY.items()
        if _ask(folder, "config", f"user.{field.lower()}") is None
        for role in ("AUTHOR", "COMMITTER")
        if f"GIT_{role}_{field}" not in os.environ
    }


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
) -> None:
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


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in os.environ if name not in _FOREIGN}
