"""What tests install from npm, at the versions of a lock."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_OLDEST_NODE = 20
_NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH")


def _node() -> int:
    """Return which Node is installed; 0 for none."""
    if (node := shutil.which("node")) is None:
        return 0
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=True
    )
    return int(said.stdout.removeprefix("v").partition(".")[0])


def install(files: Path, folder: Path) -> None:
    """Install what a folder with a package.json and its lock names, into another one.

    The test is skipped without npm, or without a network.
    """
    npm = shutil.which("npm")
    if npm is None or _node() < _OLDEST_NODE:
        pytest.skip(f"npm with Node {_OLDEST_NODE} or newer is not installed")
    shutil.copytree(files, folder, dirs_exist_ok=True)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if any(each in done.stderr for each in _NO_NETWORK):
        pytest.skip("npm reaches no registry")
    assert done.returncode == 0, done.stderr
