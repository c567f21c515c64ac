"""Chapters that several parts add to a document stand apart by one blank line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bd_scaffold import pipeline

DESIGNS = Path(__file__).parents[1] / "designs"


@pytest.mark.parametrize("name", ["gamut", "together"])
def test_a_chapter_has_one_blank_line_before_it_and_none_too_many(name: str) -> None:
    text = (DESIGNS / f"{name}.yaml").read_bytes()
    project = pipeline.render(text, pipeline.build(pipeline.check(text, name)))
    pages = {path: page for path, page in project.items() if path.endswith(".md")}
    assert "README.md" in pages
    for path, page in pages.items():
        code, before = False, ""
        for number, line in enumerate(page.split("\n")[:-1], 1):
            code ^= before.startswith("```")
            if not code and number > 1:
                assert not (before and line.startswith("#")), (path, number)
                assert before or line, (path, number)
            before = line
