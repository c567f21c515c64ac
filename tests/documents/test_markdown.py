"""The documents as Markdown: what linters say of them, and where their links lead."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from rendered import DESIGNS, SMALL, anchors, asked, documents, example, links, project

HOSTILE_TEXT = (
    "# *Bold* _move_ \\ `rm -rf` | <b>x</b> &amp; [link](javascript:1) ~~no~~ "
    '{{ 7 * 7 }} {% raw %} ${{ secrets.X }} "quotes" \'\'\' """ $HOME ünï 🙂'
)
SAID = json.dumps(HOSTILE_TEXT, ensure_ascii=False)
HOSTILE = f"""\
name: hostile
title: {SAID}
description: {SAID}
documents: true
requirements:
  functional: [{{id: {SAID}, text: {SAID}, operations: [Note.list]}}]
  quality: {{throughput: {SAID}, availability: {SAID}, compliance: [{SAID}]}}
  constraints: [{SAID}]
architecture:
  decisions: [{{title: {SAID}, context: {SAID}, decision: {SAID}, consequences: {SAID}}}]
security:
  authentication: jwt
  roles: {{clerk: {{may: ["*"], description: {SAID}}}}}
  defaults: {{read: clerk, write: clerk}}
roadmap:
  phases: [{{name: {SAID}, goal: {SAID}, delivers: {SAID}, needs: {SAID}, milestones: [{SAID}]}}]
  risks: [{{risk: {SAID}, response: {SAID}, phase: {SAID}}}]
entities:
  Note:
    description: {SAID}
    fields: {{title: {{type: string(90), description: {SAID}}}}}
operations:
  Note.tell: {{description: {SAID}}}
"""
TEXTS = {
    "small": SMALL,
    "hostile": HOSTILE,
    "gamut": asked((DESIGNS / "gamut.yaml").read_text(encoding="utf-8")),
    **{name: example(name) for name in ("shop", "helpdesk", "workshop", "notes")},
}


def _tool(name: str) -> list[str]:
    """How a linter is run; without it, its tests are skipped, but for CI."""
    if find_spec(name) is None:
        assert not os.environ.get("CI"), f"{name} is not installed"
        pytest.skip(f"{name} is not installed")
    return [sys.executable, "-m", name]


def _written(folder: Path, text: str) -> Path:
    for path, page in documents(text).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    return folder / "docs"


def _markdown(pages: Path) -> tuple[int, str]:
    """What the linter of Markdown says of a folder's pages."""
    # Lines are paragraphs, and rows of tables as long as what they say.
    command = [*_tool("pymarkdown"), "--disable-rules", "MD013", "scan", "--recurse"]
    return _said([*command, str(pages)])


def _english(pages: Path) -> tuple[int, str]:
    """What the linter of English says of a folder's pages."""
    settings = pages.parent / "proselint.json"
    # Quotes are those of code and of commands; a heading may end as its paragraph begins.
    checks = {"typography.symbols.curly_quotes": False, "lexical_illusions": False}
    settings.write_text(json.dumps({"max_errors": 1000, "checks": checks}))
    files = map(str, sorted(pages.rglob("*.md")))
    return _said([*_tool("proselint"), "check", "--config", str(settings), *files])


def _said(command: list[str]) -> tuple[int, str]:
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    return process.returncode, process.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_a_linter_of_markdown_finds_nothing(name: str, tmp_path: Path) -> None:
    assert _markdown(_written(tmp_path, TEXTS[name])) == (0, "")


PROSE = [each for each in TEXTS if each not in ("hostile", "gamut")]


@pytest.mark.parametrize("name", PROSE)
def test_a_linter_of_english_finds_nothing(name: str, tmp_path: Path) -> None:
    assert _english(_written(tmp_path, TEXTS[name])) == (0, "")


def test_both_linters_find_what_is_wrong(tmp_path: Path) -> None:
    pages = tmp_path / "docs"
    pages.mkdir()
    (pages / "bad.md").write_text(
        "# A\n\n# B\n\n[gone](#nowhere)\n\nIt is very unique, at the end of the day.\n"
    )
    assert "MD025" in _markdown(pages)[1]
    assert "MD051" in _markdown(pages)[1]
    code, said = _english(pages)
    assert code
    assert "bad.md" in said


@pytest.mark.parametrize("name", TEXTS)
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(name: str) -> None:
    files = project(TEXTS[name])
    pages = documents(TEXTS[name])
    folders = {path.rpartition("/")[0] for path in files}
    for path, text in pages.items():
        for each in links(path, text):
            target, _, anchor = each.partition("#")
            assert target in files or target in folders, (path, each)
            assert not anchor or anchor in anchors(files[target]), (path, each)


@pytest.mark.parametrize("name", TEXTS)
def test_the_rows_of_a_table_have_as_many_cells_as_its_head(name: str) -> None:
    for path, text in documents(TEXTS[name]).items():
        lines = [each.replace("\\|", "") for each in text.split("\n")]
        for above, line in itertools.pairwise(lines):
            if above.startswith("|") and line.startswith("|"):
                assert above.count("|") == line.count("|"), (path, line)


def test_a_text_of_the_design_is_no_markup() -> None:
    from rendered import MARKDOWN

    for path, text in documents(HOSTILE).items():
        shown = MARKDOWN.render(text)
        assert "<b>" not in shown, path
        assert 'href="javascript' not in shown, path
        assert "49" not in text.replace("490", ""), path
