"""The door to ruff, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def is_installed() -> bool:
    """Tell whether there is a ruff to start."""
    return _command() is not None


def _command() -> str | None:
    """Return the ruff that is on the path, or else the one beside this Python."""
    return shutil.which("ruff") or shutil.which(
        "ruff", path=Path(sys.executable).parent
    )


def findings(folder: Path) -> list[str]:
    """Return what ruff finds in a project by the project's own rules, a line each."""
    process = subprocess.run(
        [
            _command() or "ruff",
            "check",
            "--no-cache",
            "--quiet",
            "--output-format=concise",
            ".",
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode == 0:
        return []
    return (process.stdout or process.stderr).strip().splitlines()
