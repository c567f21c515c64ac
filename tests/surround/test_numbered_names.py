"""Imports of what is called by a number stand as import sorters have them, 2 before 10."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bd_scaffold import pipeline
from bd_scaffold.authoring import where

NUMBERS = ("0", "1", "2", "9", "10", "11", "99", "100", "01", "1b")


def _game(folder: Path) -> Path:
    levels = "".join(
        f"  Level{number}: {{fields: {{name: string(9) search, state: State{number}}}, "
        "search: simple, cache: 5s}\n"
        for number in NUMBERS
    )
    states = "".join(f"  State{number}: [a, b]\n" for number in NUMBERS)
    operations = "".join(
        f"  Level{number}.play{number}: {{on: item, errors: [OUT_{number.upper()}]}}\n"
        for number in NUMBERS
    )
    events = "".join(
        f"  Changed{number}: {{from: Level{number}.update}}\n" for number in NUMBERS
    )
    jobs = "".join(f"  tell{number}: {{on: Changed{number}}}\n" for number in NUMBERS)
    project = folder / "game"
    pipeline.create(
        f"name: game\nenums:\n{states}entities:\n{levels}operations:\n{operations}"
        f"events:\n{events}jobs:\n{jobs}".encode(),
        "design.yaml",
        project,
        repository=False,
        progress=lambda _words: None,
    )
    return project


def test_numbers_are_sorted_by_their_value(tmp_path: Path) -> None:
    project = _game(tmp_path)
    models = (project / "src/game/models/__init__.py").read_text()
    assert models.index("Level2\n") < models.index("Level10\n")
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."]):
        found = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, found.stdout


def test_lines_that_were_sorted_by_numbers_are_traced(tmp_path: Path) -> None:
    project = _game(tmp_path)
    found = where.find(project / "src/game/models/__init__.py")
    assert found.traced
