"""Any design becomes one that differs a little, and no row is lost that was not given up."""

from __future__ import annotations

from tempfile import TemporaryDirectory

import sqlalchemy as sa
from databases import Database, postgresql_database
from drawn_changes import pairs_of_designs
from drawn_settings import tried
from hypothesis import given, reject
from journey import Empty, refused, there

from bd_scaffold import migrate, model, pipeline
from bd_scaffold.model.types import Model

_ROWS = 6


def built(text: str) -> Model:
    """The model of a design, or another example where it does not pass."""
    try:
        return model.build(pipeline.check(text.encode(), "design.yaml"))
    except pipeline.MistakesError:
        reject()


def travelled(empty: Empty, pair: tuple[str, str]) -> None:
    """Go there and back; where rows would not fit, nothing happened, and it was foretold."""
    old, new = map(built, pair)
    try:
        operations = migrate.operations(old, new)
    except migrate.UnsupportedChangeError:
        reject()
    if operations:
        travel_or_stop(empty, old, new, migrate.destructive_changes(operations))


def travel_or_stop(
    empty: Empty, old: Model, new: Model, dangers: tuple[migrate.DestructiveChange, ...]
) -> None:
    try:
        journey = there(empty, old, new, count=_ROWS)
    except RuntimeError:
        refused(empty, old, new, count=_ROWS)
        assert dangers
        return
    try:
        journey.back()
    except RuntimeError:  # a required relation, say, that nobody can invent
        assert journey.database.catalogue() == journey.wanted
    else:
        journey.again()


@tried(100)
@given(pair=pairs_of_designs())
def test_on_sqlite(pair: tuple[str, str]) -> None:
    with TemporaryDirectory() as folder:
        numbers = iter(range(100))
        travelled(
            lambda: Database(f"sqlite+aiosqlite:///{folder}/{next(numbers)}.db"), pair
        )


@tried(10)
@given(pair=pairs_of_designs())
def test_on_postgresql(postgresql: sa.URL, pair: tuple[str, str]) -> None:
    travelled(lambda: postgresql_database(postgresql), pair)
