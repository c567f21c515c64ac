"""A database's way from one design to another, back and again, with rows in its tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rows
from databases import Database

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model import pairs
from bd_scaffold.model.types import Model
from designs import FIRST, first_migration


def texts(old: Model, new: Model) -> list[str]:
    """The revisions between two models."""
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.operations(old, new), history)
    return [each.text for each in made]


def travel(
    empty: Callable[[], Database], old: Model, new: Model, count: int = 12
) -> None:
    """Go there, back and there again; every row and every name is accounted for."""
    fresh = empty()
    fresh.migrate([first_migration(new)])
    wanted = fresh.catalogue()
    database = empty()
    database.migrate([first_migration(old)])
    database.run(rows.fill(schema_of(old), count))
    before = database.catalogue()
    there = texts(old, new)
    stored = database.run(rows.read(schema_of(old)))
    database.migrate(there)
    assert database.catalogue() == wanted
    assert database.dangling() == []
    check_rows(old, new, stored, database.run(rows.read(schema_of(new))))
    database.migrate(reversed(there), "downgrade")
    assert database.catalogue() == before
    assert database.dangling() == []
    check_rows(old, old, stored, database.run(rows.read(schema_of(old))), new)
    database.migrate(there)
    assert database.catalogue() == wanted


Rows = dict[str, list[dict[str, Any]]]


def check_rows(
    old: Model, new: Model, before: Rows, after: Rows, through: Model | None = None
) -> None:
    """Every row of what both models have is there, with each value that could stay.

    Where the rows went `through` a third model, what that one has not may be gone.
    """
    other = through or new
    survivors = {one.name: its for one, its in pairs.entities(old, other).kept}
    for one, its in pairs.entities(old, new).kept:
        if one.name not in survivors:
            continue
        stayed = {a.name for a, b in pairs.columns(one, survivors[one.name]).kept}
        kept = [
            (a.name, b.name)
            for a, b in pairs.columns(one, its).kept
            if a.name in stayed and a.migration[1:] == b.migration[1:]
        ]
        assert _values(before[one.table], [a for a, _ in kept]) == _values(
            after[its.table], [b for _, b in kept]
        )


def _values(found: list[dict[str, Any]], names: list[str]) -> list[tuple[str, ...]]:
    return sorted(tuple(repr(row[name]) for name in names) for row in found)
