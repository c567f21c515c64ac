"""The list of decisions leads to each of them, those that are written by hand among them."""

from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parents[1] / "docs"
INDEX = DOCUMENTS / "architecture-decisions.md"


@pytest.mark.skipif(not INDEX.is_file(), reason="there is no list of decisions")
def test_the_list_leads_to_every_decision() -> None:
    said = INDEX.read_text(encoding="utf-8")
    found = sorted(each.name for each in (DOCUMENTS / "decisions").glob("*.md"))
    assert [name for name in found if f"(decisions/{name})" not in said] == []
