"""`examples/` is what the tool writes today: its difference is read like code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import pipeline

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("name", pipeline.examples())
def test_the_committed_example_is_what_is_written_today(name: str) -> None:
    text = pipeline.read(pipeline.example(name))
    written = pipeline.render(text, pipeline.resolve(pipeline.check(text, name)))
    committed = {
        path.relative_to(EXAMPLES / name).as_posix(): path.read_bytes().decode()
        for path in (EXAMPLES / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    stale = {
        path
        for path in written.keys() | committed.keys()
        if written.get(path) != committed.get(path)
    }
    assert stale == set(), "run scripts/regenerate_examples.py, and read the difference"
