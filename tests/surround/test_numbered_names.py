"""Imports of what is called by a number stand as import sorters have them, 2 before 10."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bd_scaffold import pipeline

NUMBERS = ("0", "1", "2", "9", "10", "11", "99", "100", "01", "1b")


def test_numbers_are_sorted_by_their_value(tmp_path: Path) -> None:
    entities = "".join(
        f"  Level{number}: {{fields: {{name: string(9)}}}}\n" for number in NUMBERS
    )
    project = tmp_path / "game"
    pipeline.create(
        f"name: game\nentities:\n{entities}".encode(),
        "design.yaml",
        project,
        repository=False,
        progress=lambda _words: None,
    )
    models = (project / "src/game/models/__init__.py").read_text()
    assert models.index("Level2\n") < models.index("Level10\n")
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "I", "."],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
