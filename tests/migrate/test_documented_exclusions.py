"""What `docs/words.md` says of exclusions is what the first migration makes."""

from __future__ import annotations

import pytest
from drafts import entity
from test_documented_names import flat, rows_of

from bd_scaffold.migrate.revision import upgrade_of
from bd_scaffold.migrate.sql import _first, _offline, _recorded

ROWS = rows_of("Exclusions")


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_made(row: list[str]) -> None:
    said, postgresql, _ = (each.partition("`")[0] for each in row)
    fields = "code: string(9)\nlow: integer\nhigh: integer"
    made = entity(fields, "Span", checks="[low < high]", exclude=f"[{said}]")
    texts = [upgrade_of(_first(made))]
    assert f"{postgresql};" in flat(_offline(texts))
    triggers = flat(_recorded(texts, entity("note: text?", "Nothing")))
    assert triggers.count("CREATE TRIGGER") == 2
