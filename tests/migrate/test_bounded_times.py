"""Days and times are held to their bounds by both engines, to the microsecond."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from drafts import entity
from journey import Empty, texts, without_way_out
from rows import table_of
from test_retyped import state, with_values

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model


def event(kind: str) -> Model:
    return entity(f"a: {kind}", traits="[no_timestamps]")


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def local(text: str) -> dt.datetime:
    return moment(text).replace(tzinfo=None)


BOUNDS: dict[str, tuple[str, tuple[Any, ...], tuple[Any, ...]]] = {
    "date": (
        "min(2000-01-01) max(2030-12-31)",
        (dt.date(2000, 1, 1), dt.date(2030, 12, 31)),
        (dt.date(1999, 12, 31), dt.date(2031, 1, 1)),
    ),
    "time": (
        "min(08:00:00) max(17:30:00)",
        (dt.time(8), dt.time(17, 30)),
        (dt.time(7, 59, 59, 999_999), dt.time(17, 30, 0, 1)),
    ),
    "datetime": (
        "min(2000-01-01T01:00:00+01:00) max(2030-12-31T23:59:59Z)",
        (moment("2000-01-01 00:00"), moment("2030-12-31 23:59:59")),
        (
            moment("1999-12-31 23:59:59.999999"),
            moment("2030-12-31 23:59:59.000001"),
        ),
    ),
    "datetime_local": (
        "min(2000-01-01T00:00:00) max(2030-12-31T23:59:59)",
        (local("2000-01-01 00:00"), local("2030-12-31 23:59:59")),
        (local("1999-12-31 23:59:59.999999"), local("2030-12-31 23:59:59.000001")),
    ),
}
"""For each type its bounds, the values at both ends, and the next ones outside."""


@pytest.mark.parametrize("kind", BOUNDS)
def test_the_ends_are_within_and_what_is_outside_is_refused(
    empty: Empty, kind: str
) -> None:
    words, ends, outside = BOUNDS[kind]
    database = with_values(empty, event(f"{kind} {words}"), ends)
    (table,) = schema_of(event(kind)).tables
    for value in outside:
        row = sa.insert(table_of(table)).values(id=uuid.UUID(int=9), a=value)
        with pytest.raises(sa.exc.DBAPIError, match=r"(?i)check constraint"):
            database.run(lambda c, row=row: c.execute(row))


@pytest.mark.parametrize("kind", BOUNDS)
def test_rows_follow_a_bound_or_stop_it(empty: Empty, kind: str) -> None:
    words, ends, outside = BOUNDS[kind]
    old, new = event(kind), event(f"{kind} {words}")
    database = with_values(empty, old, ends)
    before, wanted = state(database), state(with_values(empty, new, ends))
    database = with_values(empty, old, ends)
    database.migrate(texts(old, new))
    assert state(database) == wanted
    database.migrate(reversed(texts(old, new)), "downgrade")
    assert state(database) == before
    database = with_values(empty, old, outside)
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(old, new))
    assert "1 rows of products break the rule a >= " in without_way_out(str(said.value))


@pytest.mark.parametrize(
    ("old", "new", "told", "dangers"),
    [
        ("date", "date min(2000-01-01)", "min(2000-01-01) added", ["check:Product.a"]),
        (
            "date min(2000-01-01)",
            "date min(1999-01-01)",
            "min(2000-01-01) widened to min(1999-01-01)",
            [],
        ),
        (
            "time max(17:00:00)",
            "time max(16:00:00)",
            "max(17:00:00) narrowed to max(16:00:00)",
            ["check:Product.a"],
        ),
        (
            "datetime max(2030-01-01T00:00:00Z)",
            "datetime max(2031-01-01T01:00:00+01:00)",
            "max(2030-01-01T00:00:00Z) widened to max(2031-01-01T00:00:00Z)",
            [],
        ),
    ],
)
def test_a_change_of_a_bound_is_told_and_asked_for(
    old: str, new: str, told: str, dangers: list[str]
) -> None:
    before, after = event(old), event(new)
    (change,) = compare(before, after)
    found = migrate.destructive_changes(migrate.operations(before, after))
    assert (change.text, [each.name for each in found]) == (told, dangers)
