"""The one door to uv, which resolves a project's lock anew, and runs what a project has."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ..record import Record

_SECONDS = 300
_DRAWN = " \t\u00d7\u2570\u2500\u25b6\u2502\u251c"
"""What uv draws around its sentences."""


class LockError(Exception):
    """The lock could not be resolved anew."""


def lock(
    folder: Path, *, newer: bool = False, plain: bool = False, index: str = ""
) -> None:
    """Resolve a project's `uv.lock` anew, keeping the versions in it that still fit.

    With `newer`, none is kept that there is a newer one of. `plain` leaves this machine's
    settings out, and asks the indexes that everybody asks; `index` is one to ask instead of
    this machine's.
    """
    wishes = [*["--upgrade"] * newer, *["--no-config"] * plain]
    wishes += ["--default-index", index] if index else []
    if shutil.which("uv") is None:
        raise LockError("uv was not found")
    others = ("VIRTUAL_ENV", "UV_FROZEN", "UV_LOCKED")
    environment = {k: v for k, v in os.environ.items() if k not in others}
    try:
        process = subprocess.run(
            ["uv", "lock", "--quiet", *wishes],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LockError(f"uv took more than {_SECONDS} seconds") from error
    if process.returncode != 0:
        lines = [line.strip(_DRAWN) for line in process.stderr.splitlines()]
        said = " ".join(filter(None, lines)).removeprefix("error: ")
        raise LockError(said or "uv failed")


class Ended(Record, frozen=True):
    """A command that has ended."""

    worked: bool
    said: str


def run(folder: Path, *arguments: str) -> Ended:
    """Run uv with these arguments in a project; it may take as long as it needs."""
    if shutil.which("uv") is None:
        return Ended(worked=False, said="uv was not found")
    environment = {k: v for k, v in os.environ.items() if k not in _OTHERS}
    process = subprocess.run(
        ["uv", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Ended(process.returncode == 0, process.stdout)


_OTHERS = ("VIRTUAL_ENV", "DATABASE_URL", "TEST_DATABASE_URL")
"""What would lead a project to an environment or a database of somebody else's."""
