"""The commands for blueprints' authors cost the others nothing."""

from __future__ import annotations

import subprocess
import sys

ASKED = (
    "import sys\n"
    "from bd_scaffold import cli\n"
    "from typer.main import get_command\n"
    "group = get_command(cli.app)\n"
    "group.get_command(None, 'check')\n"
    "before = [name for name in sys.modules if 'cli.blueprint' in name or 'authoring' in name]\n"
    "found = group.get_command(None, 'blueprint')\n"
    "print(before, 'bd_scaffold.cli.blueprint' in sys.modules, 'upgrade' in found.commands)\n"
)


def test_they_are_imported_only_when_one_is_asked_for() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True
    )
    assert said.stdout == "[] True True\n"
