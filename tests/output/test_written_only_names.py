"""What is only written is looked for in rows, and not in what stands around them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bd_scaffold import pipeline

_DESIGN = b"""
name: lab
entities:
  Key:
    fields:
      data: string(99) writeonly
      error: string(20) writeonly
      links: "string(12)? writeonly"
      pagination: "string(12)? writeonly"
      name: string(9)
"""
_TEST = "tests/api/test_private.py::test_no_answer_shows_what_is_only_written"


def _tested(folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k != "TEST_DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", _TEST],
        cwd=folder,
        env=kept | {"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_name_of_what_stands_around_rows_is_no_row_s(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    pipeline.create(_DESIGN, "design.yaml", folder, repository=False, progress=_quiet)
    done = _tested(folder)
    assert done.returncode == 0, done.stdout[-4000:]
    schemas = folder / "src/lab/keys/schemas.py"
    shown = "class KeyRead(BaseModel):\n"
    text = schemas.read_text(encoding="utf-8")
    assert shown in text
    schemas.write_text(text.replace(shown, f"{shown}    data: Text\n"), "utf-8")
    assert "assert not any(name in row for row in rows)" in _tested(folder).stdout


def _quiet(_: str) -> None:
    pass
