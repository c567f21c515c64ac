"""One of the timestamps goes or comes by itself, and lists are asked for the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity
from journey import travel

from bd_scaffold import migrate

BOTH = entity("name: string(9)")
CREATED = entity("name: string(9)", traits="created_at")
UPDATED = entity("name: string(9)", traits="updated_at")
ASKED = entity("name: string(9)", sort="updated_at", filter="updated_at")
CHANGES = {
    "created_at_alone": (BOTH, CREATED),
    "updated_at_too": (CREATED, BOTH),
    "one_for_the_other": (CREATED, UPDATED),
    "asked_for": (BOTH, ASKED),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    travel(empty, *CHANGES[change])


def test_a_column_that_goes_is_asked_for_by_name() -> None:
    operations = migrate.operations(BOTH, CREATED)
    found = migrate.destructive_changes(operations)
    assert [each.name for each in found] == ["drop:Product.updated_at"]


def test_a_list_is_asked_for_a_column_of_a_trait() -> None:
    made = ASKED.entities[0]
    assert [each.name for each in made.sorts] == ["created_at", "updated_at"]
    assert [each.name for each in made.filters][2:] == [
        *("updated_after", "updated_before"),
    ]
    indexed = [each.columns for each in ASKED.tables[made.table].indexes]
    assert indexed == [("created_at",), ("updated_at",)]
