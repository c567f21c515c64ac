"""Python tools whose packages are none of ours: an environment of their own, from a lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_NO_NETWORK = ("dns error", "Connection refused", "timed out", "Network is unreachable")


def install(requirements: Path, folder: Path) -> Path:
    """Install what a file names by version; return the folder of its commands.

    The test is skipped without a network.
    """
    _uv("venv", "--quiet", "--python", sys.executable, str(folder))
    said = _uv(
        *("pip", "install", "--quiet", "--python", str(folder)),
        *("--requirements", str(requirements)),
    )
    if any(each in said.stderr for each in _NO_NETWORK):
        pytest.skip("uv reaches no index of packages")
    assert said.returncode == 0, said.stderr
    return folder / "bin"


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "uv", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
