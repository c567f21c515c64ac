"""A request sends few statements to the database, and two writers never pass each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from projects import MakeDatabase, Project

ENGINES = ("sqlite", "postgresql")

LIMITS = {
    "list /products": 3,  # the rows, their number, and the tags of them all
    "list /order-lines": 2,
    "list /orders/ID/lines": 3,  # the order first
    "get": 2,  # the row, and its tags
    # Each of these renews the generations of the tables that it writes to: two, of a delete one.
    "create": 5,  # the tags are looked up and locked, the row and its links inserted
    "patch": 7,
    "delete": 6,  # nobody refers to the row, or it stays
}
"""The most statements of a request; a product has tags and a version, is soft-deleted and kept."""


def _said(
    create: Callable[[str], Project], database: MakeDatabase, script: str
) -> dict[str, Any]:
    project, url = create("shop"), database(script)
    project.run("alembic", "upgrade", "head", DATABASE_URL=url)
    told = project.run(script, DATABASE_URL=url, LOG_LEVEL="ERROR")
    said: dict[str, Any] = json.loads(told.splitlines()[-1])
    return said


@pytest.mark.parametrize("engine", ENGINES)
def test_a_request_sends_few_statements_and_a_longer_list_no_more(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    counts = _said(create, database, "count_statements")
    few, many = (
        {name: counts.pop(f"{rows} rows: {name}") for name in LIMITS if "list" in name}
        for rows in (2, 12)
    )
    assert few == many
    sent = counts | many
    assert sent.keys() == LIMITS.keys()
    assert {name: n for name, n in sent.items() if n > LIMITS[name]} == {}


@pytest.mark.parametrize("engine", ENGINES)
def test_who_refers_to_a_row_and_who_deletes_it_wait_for_each_other(
    create: Callable[[str], Project], database: MakeDatabase
) -> None:
    said = _said(create, database, "race")
    assert said == {
        "deleted first": {"waited": True, "ended": "CONFLICT"},
        "referred to first": {"waited": True, "ended": "CONFLICT"},
    }
