"""The generated project's documents: they say what the design says, no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from surroundings import HOSTILE

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def test_a_text_of_the_design_is_shown_as_it_is_written(hostile: Path) -> None:
    decision = next((hostile / "docs" / "decisions").glob("0001-*.md"))
    for path, times in [
        (hostile / "README.md", 3),
        (hostile / "docs" / "requirements.md", 3),
        (decision, 4),
    ]:
        assert shown(path).count(HOSTILE) == times, path


def test_a_text_of_the_design_adds_no_markup(hostile: Path) -> None:
    for path in [hostile / "README.md", *(hostile / "docs").rglob("*.md")]:
        text = MARKDOWN.render(path.read_text(encoding="utf-8"))
        assert not re.search(r"<(b|s|em)>|javascript:1\"", text), path


def test_every_link_leads_to_a_file(either: Path, hostile: Path) -> None:
    for folder in (either, hostile):
        text = MARKDOWN.render((folder / "README.md").read_text(encoding="utf-8"))
        for target in re.findall(r'href="([^"]+)"', text):
            assert target.startswith("http") or (folder / target).is_file(), target


def test_what_plain_copier_needs_is_said_where_it_is_promised(either: Path) -> None:
    ours = Path(__file__).parents[2] / "README.md"
    for readme in (ours, either / "README.md"):
        text = readme.read_text(encoding="utf-8")
        assert "`copier update`" in text
        assert "`git-remote-bd`" in text


def test_every_place_in_the_readme_exists(either: Path) -> None:
    text = (either / "README.md").read_text(encoding="utf-8")
    places = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert len(places) > 5
    assert [place for place in places if not (either / place).exists()] == []


@pytest.mark.parametrize("file", ["Dockerfile", "README.md", ".gitlab-ci.yml"])
def test_the_name_reaches_every_command(on_postgresql: Path, file: str) -> None:
    assert "ledger" in (on_postgresql / file).read_text(encoding="utf-8")


def shown(path: Path) -> str:
    """What a reader of the rendered page sees."""
    tokens = MARKDOWN.parse(path.read_text(encoding="utf-8"))
    return "\n".join(
        "".join(child.content or " " for child in token.children)
        for token in tokens
        if token.children
    )
