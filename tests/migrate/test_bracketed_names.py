"""What is unique by a column with brackets in its name is found where SQLite has it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bd_scaffold import pipeline

_DESIGN = b"""
name: lab
entities:
  Part:
    fields:
      weight: 'integer unique column("Weight (kg)")'
      other: 'integer unique column("Q&A")'
      both: 'integer column("a (b) c")'
      name: string(9) unique
    unique: [[both, weight]]
"""


def _alembic(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": "src", "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/lab.db"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def test_alembic_sees_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    pipeline.create(_DESIGN, "design.yaml", folder, repository=False, progress=_quiet)
    _alembic(folder, "upgrade", "head")
    assert "No new upgrade operations detected." in _alembic(folder, "check")
    model = folder / "src/lab/models/part.py"
    more = '        sa.UniqueConstraint("both", name="uq_parts_both"),\n'
    head = '        sa.UniqueConstraint("weight", '
    text = model.read_text(encoding="utf-8")
    assert head in text
    model.write_text(text.replace(head, more + head), encoding="utf-8")
    assert "'add_constraint'" in _alembic(folder, "check")


def _quiet(_: str) -> None:
    pass
