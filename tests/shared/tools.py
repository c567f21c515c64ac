"""The commands that tests put before the machine's own."""

from __future__ import annotations

import sys
from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[2] / "generator"
_HERE = Path(__file__).resolve().parent
_COMMANDS = {
    "git-remote-bd": (GENERATOR, "from bd_scaffold.remote import main\nmain()\n"),
    "copier": (_HERE, "from compiled_once import copier\ncopier()\n"),
}


def lay_tools(folder: Path) -> Path:
    """Write what git finds our blueprint with, and a Copier that compiles no template twice."""
    folder.mkdir()
    for name, (path, text) in _COMMANDS.items():
        command = folder / name
        start = f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(path)!r})\n"
        command.write_text(start + text)
        command.chmod(0o755)
    return folder
