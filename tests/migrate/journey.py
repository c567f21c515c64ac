"""A database's way from one design to another, back and again, with rows in its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import rows
import sqlalchemy as sa
from databases import Database
from drafts import FIRST, first_migration

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model import matching
from bd_scaffold.model.types import Column, Model

Rows = dict[str, list[dict[str, Any]]]
Empty = Callable[[], Database]
"""Makes an empty database."""


def texts(old: Model, new: Model) -> list[str]:
    """The revisions between two models."""
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.operations(old, new), history)
    return [each.text for each in made]


@dataclass(frozen=True, slots=True)
class Journey:
    """A database that has gone from one model to another, and what it was before."""

    database: Database
    old: Model
    new: Model
    revisions: list[str]
    before: dict[str, Any]
    stored: Rows
    wanted: dict[str, Any]  # the catalogue of a new project's database

    def back(self) -> None:
        """Go back: the tables are as they were, and so are the rows that both models have."""
        self.database.migrate(reversed(self.revisions), "downgrade")
        assert self.database.catalogue() == self.before
        assert self.database.dangling() == []
        found = self.database.run(rows.read(schema_of(self.old)))
        check_rows(self.old, self.old, self.stored, found, self.new)

    def again(self) -> None:
        self.database.migrate(self.revisions)
        assert self.database.catalogue() == self.wanted


def there(empty: Empty, old: Model, new: Model, count: int = 12) -> Journey:
    """Go there: the tables are those of a new project, and every row is accounted for."""
    database = empty()
    database.migrate([first_migration(old)])
    database.run(rows.fill(schema_of(old), count))
    before, wanted = (catalogue_of(each, database, empty) for each in (old, new))
    stored = database.run(rows.read(schema_of(old)))
    revisions = texts(old, new)
    database.migrate(revisions)
    assert database.catalogue() == wanted
    assert database.dangling() == []
    check_rows(old, new, stored, database.run(rows.read(schema_of(new))))
    return Journey(database, old, new, revisions, before, stored, wanted)


_CATALOGUES: dict[tuple[str, str], dict[str, Any]] = {}
"""What first migrations make, by server and text."""


def catalogue_of(model: Model, beside: Database, empty: Empty) -> dict[str, Any]:
    """The catalogue of a new project's database, on the engine of another one."""
    server = sa.make_url(beside.url)
    key = f"{server.drivername} {server.query.get('host', '')}", first_migration(model)
    if key not in _CATALOGUES:
        fresh = empty()
        fresh.migrate([key[1]])
        _CATALOGUES[key] = fresh.catalogue()
    return _CATALOGUES[key]


def travel(empty: Empty, old: Model, new: Model, count: int = 12) -> None:
    """Go there, back and there again."""
    journey = there(empty, old, new, count)
    journey.back()
    journey.again()


def check_rows(
    old: Model, new: Model, before: Rows, after: Rows, through: Model | None = None
) -> None:
    """Every row of what both models have is there, with each value that could stay.

    Where the rows went `through` a third model, what that one has not may be gone.
    """
    other = through or new
    survivors = {one.name: its for one, its in matching.entities(old, other).kept}
    for one, its in matching.entities(old, new).kept:
        if one.name not in survivors:
            continue
        older, newer = old.tables[one.table], new.tables[its.table]
        between = other.tables[survivors[one.name].table]
        stayed = {
            a.name
            for a, b in matching.columns(older, between).kept
            if (a.nullable == b.nullable or b.nullable) and _stays(a, b)
        }
        kept = [
            (a.name, b.name)
            for a, b in matching.columns(older, newer).kept
            if a.name in stayed and a.type == b.type and _stays(a, b)
        ]
        renamed = _values_renamed(old, new)
        enums = {each.name: each.enum for each in older.columns if each.enum}
        values = {name: renamed.get(enum, {}) for name, enum in enums.items()}
        assert _values(before[one.table], [a for a, _ in kept], values) == _values(
            after[its.table], [b for _, b in kept], {}
        )


def _stays(old: Column, new: Column) -> bool:
    """True where what rows have in a column is not computed otherwise."""
    return new.computed is None or new.computed == old.computed


def _values_renamed(old: Model, new: Model) -> dict[str, dict[str, str]]:
    """The values of each older enum that are called otherwise now."""
    return {
        one.name: {a.value: b.value for a, b in matching.members(one, other).kept}
        for one, other in matching.enums(old, new).kept
    }


def _values(
    found: list[dict[str, Any]], names: list[str], instead: dict[str, dict[str, str]]
) -> list[tuple[str, ...]]:
    return sorted(
        tuple(
            repr(instead.get(name, {}).get(str(row[name]), row[name])) for name in names
        )
        for row in found
    )


def refused(empty: Empty, old: Model, new: Model, count: int = 12) -> str:
    """Go nowhere, since rows would not fit; return what is said, with all as it was."""
    database = empty()
    database.migrate([first_migration(old)])
    database.run(rows.fill(schema_of(old), count))
    before = database.catalogue()
    stored = database.run(rows.read(schema_of(old)))
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(old, new))
    assert database.catalogue() == before
    assert database.run(rows.read(schema_of(old))) == stored
    return without_way_out(str(said.value))


def without_way_out(said: str) -> str:
    """Return what a migration says of the rows, once it has said what to do about them."""
    words, _, rest = said.partition(". ")
    assert rest == (
        "Correct them, or write above this line what they get instead, as `bd-scaffold "
        "update --fill ENTITY.FIELD=VALUE` does; nothing has changed."
    )
    return f"{words}."
