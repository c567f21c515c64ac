"""What `docs/words.md` says of names is what the first migration makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drafts import entity

from bd_scaffold.migrate.revision import upgrade_of
from bd_scaffold.migrate.sql import _first, _offline, _recorded
from bd_scaffold.model.types import Model

_WORDS = (Path(__file__).parents[2] / "docs/words.md").read_text("utf-8")
_SECTION = re.split(r"^## ", _WORDS.partition("## Names")[2], flags=re.MULTILINE)[0]
ROWS = [
    [cell.strip().strip("`") for cell in line.strip("| ").split(" | ")]
    for line in _SECTION.splitlines()
    if line.startswith("| `")
]


def model(word: str) -> Model:
    """The model of an entity whose word, or one of whose fields, a row is about."""
    name, _, value = word.partition(": ")
    if name == "table":
        return entity("note: text?", "Thing", table=value)
    return entity(word, "Thing")


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_made(row: list[str]) -> None:
    word, postgresql, sqlite, json, _ = row
    made = model(word)
    texts = [upgrade_of(_first(made))]
    assert postgresql in flat(_offline(texts))
    assert sqlite in flat(_recorded(texts, entity("note: text?", "Nothing")))
    names = {each.name for each in made.entities[0].properties}
    assert json == "-" or json in names


def flat(sql: str) -> str:
    """SQL with one blank in place of several and of line breaks."""
    return re.sub(r"\s+", " ", sql)
