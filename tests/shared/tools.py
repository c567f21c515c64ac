"""The commands that tests put before the machine's own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import forked
import pytest

GENERATOR = Path(__file__).resolve().parents[2] / "generator"
_HERE = Path(__file__).resolve().parent
_START = f"#!{sys.executable}\n# Laid by the tests.\n"
_COMMANDS = {
    "git-remote-bd": (GENERATOR, "from bd_scaffold.remote import main\nmain()\n"),
    "bd-scaffold": (GENERATOR, "from bd_scaffold.cli import main\nmain()\n"),
    "copier": (_HERE, "from compiled_once import copier\ncopier()\n"),
}


def lay_tools(folder: Path) -> Path:
    """Write what git finds our blueprint with, and a Copier that compiles no template twice."""
    folder.mkdir()
    for name, (path, text) in _COMMANDS.items():
        command = folder / name
        found = f"import sys\nsys.path.insert(0, {str(path)!r})\n"
        command.write_text(_START + found + text)
        command.chmod(0o755)
    return folder


def offer_tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put our commands before the machine's own, and Copier's cache into a folder."""
    tools = lay_tools(folder / "tools")
    here = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tools), here, os.environ["PATH"]]))
    monkeypatch.setenv("COPIER_CACHE_DIR", str(folder / "cache"))


def is_ours(command: str) -> bool:
    """Tell whether a command is one of those laid here, so that a fork may stand for it."""
    found = shutil.which(command)
    return (
        found is not None
        and command in forked.MAINS
        and Path(found).read_bytes().startswith(_START.encode())
    )
