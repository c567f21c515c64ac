"""What `docs/words.md` says of relations is what the first migration makes."""

from __future__ import annotations

import pytest
from drafts import entity, model_of
from test_documented_names import flat, rows_of

from bd_scaffold.migrate.revision import upgrade_of
from bd_scaffold.migrate.sql import _first, _offline, _recorded

PERSON = "Person: {fields: {email: email unique, number: integer unique}}"
ROWS = [row for row in rows_of("Relations") if ": " in row[0]]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_made(row: list[str]) -> None:
    line, postgresql, sqlite, json, _ = row
    made = model_of(f"entities:\n  {PERSON}\n  Thing: {{fields: {{{line}}}}}\n")
    texts = [upgrade_of(_first(made))]
    assert postgresql in flat(_offline(texts))
    other = postgresql if sqlite == "the same" else sqlite
    assert other in flat(_recorded(texts, entity("note: text?", "Nothing")))
    names = {each.name for each in made.entities[1].properties}
    assert json in names
