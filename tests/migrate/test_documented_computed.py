"""`docs/words.md` says what a computed field becomes, and that is what it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from test_documented_words import ddl

from bd_scaffold import contract, pipeline

_PAGE = Path(__file__).parents[2] / "docs/words.md"
_FIELDS = "price: 'decimal(8,2)', count: integer max(900), name: string(20)"


def _rows() -> Iterator[tuple[str, ...]]:
    _, _, after = _PAGE.read_text(encoding="utf-8").partition("## Computed fields\n")
    table = after.partition("|---|")[2].partition("\n\n")[0]
    for line in table.splitlines()[1:]:
        yield tuple(re.findall("`([^`]*)`", line)[:4])


ROWS = [*_rows()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_computed(row: tuple[str, ...]) -> None:
    line, postgresql, sqlite, schema = row
    name, _, field = line.partition(": ")
    said = f"{name}: {json.dumps(field)}"
    text = f"name: shop\nentities: {{Thing: {{fields: {{{_FIELDS}, {said}}}}}}}"
    made = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert postgresql in ddl(made, "postgresql")
    assert sqlite in ddl(made, "sqlite")
    document = contract.generated(made)
    properties = document["components"]["schemas"]["Thing"]["properties"]
    assert properties[name] == yaml.safe_load(schema)
