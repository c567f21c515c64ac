"""`docs/words.md` says what a field of a value type becomes, and that is what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from test_documented_words import ddl

from bd_scaffold import contract, pipeline

_PAGE = Path(__file__).parents[2] / "docs/words.md"


def _rows() -> Iterator[tuple[str, ...]]:
    _, _, after = _PAGE.read_text(encoding="utf-8").partition(
        "## Values of several parts\n"
    )
    table = after.partition("|---|---|---|---|---|\n")[2].partition("\n\n")[0]
    for line in table.splitlines():
        cells = [each.strip() for each in line.strip("|").split(" | ")]
        postgresql, sqlite = cells[1], cells[2] if "`" in cells[2] else cells[1]
        yield tuple(
            each.strip("`") for each in (cells[0], postgresql, sqlite, cells[3])
        )


def _types() -> str:
    said = re.search(r"`Money` is `(.*)` in `types`", _PAGE.read_text(encoding="utf-8"))
    assert said is not None
    return f"types: {{Money: {said[1]}}}"


ROWS = [*_rows()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_made(row: tuple[str, ...]) -> None:
    line, postgresql, sqlite, json = row
    fields = f"      {line}"
    text = f"name: shop\n{_types()}\nentities:\n  Thing:\n    fields:\n{fields}\n"
    made = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert postgresql in ddl(made, "postgresql")
    assert sqlite in ddl(made, "sqlite")
    properties = contract.generated(made)["components"]["schemas"]["Thing"][
        "properties"
    ]
    assert properties[line.partition(":")[0]] == yaml.safe_load(json)
