"""Each capability has its page, and what the page says of a design is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bd_scaffold import pipeline
from bd_scaffold.features import FEATURES
from bd_scaffold.features.feature import Feature
from bd_scaffold.language.reference import capabilities
from bd_scaffold.model import build

PAGES = Path(__file__).parents[2] / "docs/language"
SECTIONS = ["What is generated", "What clients see", "On the second day", "Limits"]


def _page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def test_each_capability_has_a_page_and_each_page_its_capability() -> None:
    names = {each.name for each in FEATURES}
    assert {path.stem for path in PAGES.glob("*.md")} == names
    listed = re.findall(r"\(language/(.*?)\.md\)", capabilities(FEATURES))
    assert sorted(listed) == sorted(names)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_a_page_says_what_there_is_to_say(feature: Feature) -> None:
    text = _page(feature.name)
    assert text.startswith("# `")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    columns = {f"`{each.name}`" for each in feature.columns}
    assert {each for each in columns if each in text} == columns


@pytest.mark.parametrize("feature", FEATURES, ids=lambda each: each.name)
def test_the_designs_of_a_page_are_sound_and_the_first_uses_its_capability(
    feature: Feature,
) -> None:
    designs = re.findall(
        r"^```yaml\n(.*?)^```$", _page(feature.name), re.DOTALL | re.MULTILINE
    )
    first, *_ = [build(pipeline.check(each.encode(), "page")) for each in designs]
    assert any(each.features.get(feature.name) for each in first.entities)
