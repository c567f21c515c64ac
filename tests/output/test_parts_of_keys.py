"""How a part of a key stands in a path is said in one place, whoever writes the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import pipeline

_DESIGN = """
name: lab
entities:
  Flag: {{{key}fields: {{on: boolean, at: datetime, picture: "file(image/*)?"}}}}
events: {{FlagMade: {{from: Flag.create, fields: [at]}}}}
"""
_USERS = (
    "core/events/recording.py",
    "core/http/file_values.py",
    "core/http/responses.py",
)


@pytest.mark.parametrize("key", ["key: [on, at], ", ""])
def test_parts_of_keys_are_written_by_one_function(tmp_path: Path, key: str) -> None:
    folder = tmp_path / "lab"
    design = _DESIGN.format(key=key).encode()
    pipeline.create(design, "design.yaml", folder, repository=False, progress=_quiet)
    source = folder / "src/lab"
    texts = {
        path.relative_to(source).as_posix(): path.read_text(encoding="utf-8")
        for path in source.rglob("*.py")
    }
    saying = [path for path, text in texts.items() if "written.lower()" in text]
    assert saying == (["core/key_parts.py"] if key else [])
    users = [path for path, text in texts.items() if "import path_part" in text]
    assert sorted(users) == (sorted(_USERS) if key else [])


def _quiet(_: str) -> None:
    pass
