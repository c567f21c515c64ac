"""A version of rows that no request writes."""

from __future__ import annotations

from pathlib import Path

from bd_scaffold import pipeline

_DESIGN = b"""
name: lab
entities:
  Note:
    fields: {title: string(40)}
    traits: [versioned]
    operations: [list, get]
"""


def test_its_model_imports_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    pipeline.create(
        _DESIGN, "design.yaml", folder, repository=False, progress=lambda _words: None
    )
    models = folder / "src" / "lab" / "models"
    assert "import Base, table_args, versioned_by\n" in (models / "note.py").read_text()
    assert "def versioned_by(" in (models / "base.py").read_text()
