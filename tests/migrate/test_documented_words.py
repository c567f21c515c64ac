"""`docs/words.md` says what a field's line becomes, and that is what it becomes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic.migration import MigrationContext
from alembic.operations import Operations
from drafts import first_migration

from bd_scaffold import contract, pipeline
from bd_scaffold.model.types import Model

_PAGE = Path(__file__).parents[2] / "docs/words.md"
_HEAD = "## Keys\n\n"


def _rows() -> Iterator[tuple[str, ...]]:
    """The rows of what keys become."""
    _, _, after = _PAGE.read_text(encoding="utf-8").partition(_HEAD)
    for line in after.partition("\n\n")[0].splitlines()[2:]:
        yield tuple(re.findall("`([^`]*)`", line)[:4])


ROWS = [*_rows()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_made(row: tuple[str, ...]) -> None:
    line, postgresql, sqlite, json = row
    text = f"name: shop\nentities: {{Thing: {{fields: {{n: integer, {line}}}}}}}"
    made = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert postgresql in ddl(made, "postgresql")
    assert sqlite in ddl(made, "sqlite")
    document = contract.generated(made)
    properties = document["components"]["schemas"]["Thing"]["properties"]
    assert properties[line.partition(":")[0]] == yaml.safe_load(json)


def ddl(model: Model, dialect: str) -> str:
    """The statements of a project's first migration."""
    written = io.StringIO()
    options = {"as_sql": True, "output_buffer": written}
    context = MigrationContext.configure(dialect_name=dialect, opts=options)
    revision: dict[str, Any] = {}
    exec(compile(first_migration(model), "revision.py", "exec"), revision)
    with Operations.context(context):
        revision["upgrade"]()
    return written.getvalue()


COLUMNS = {
    "char(3)": ("n CHAR(3) NOT NULL", "n CHAR(3) NOT NULL"),
    "varchar": ("n VARCHAR NOT NULL", "n VARCHAR NOT NULL"),
    "datetime_local": ("n TIMESTAMP WITHOUT TIME ZONE NOT NULL", "n DATETIME NOT NULL"),
    "datetime_local = now": (
        "DEFAULT (CURRENT_TIMESTAMP AT TIME ZONE 'UTC') NOT NULL",
        "DEFAULT (strftime('%Y-%m-%d %H:%M:%f000', 'now')) NOT NULL",
    ),
}
"""Columns as existing schemas have them."""


@pytest.mark.parametrize("line", COLUMNS)
def test_a_column_of_an_existing_schema_is_as_it_is_said(line: str) -> None:
    assert f"\n| `{line}` |" in _PAGE.read_text(encoding="utf-8")
    text = f"name: shop\nentities: {{Thing: {{fields: {{n: {line}}}}}}}"
    made = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    for dialect, wanted in zip(("postgresql", "sqlite"), COLUMNS[line], strict=True):
        assert wanted in ddl(made, dialect)
