"""The door to ruff, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def is_installed() -> bool:
    """Tell whether there is a ruff to start."""
    return shutil.which("ruff") is not None


def findings(folder: Path) -> list[str]:
    """Return what ruff finds in a project by the project's own rules, a line each."""
    process = subprocess.run(
        ["ruff", "check", "--no-cache", "--quiet", "--output-format=concise", "."],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode == 0:
        return []
    return (process.stdout or process.stderr).strip().splitlines()
