"""A text that may not be blank is held to it by both engines, white space of Unicode included."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from journey import Empty, texts, without_way_out
from test_retyped import product, state, with_values

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.resolve.normal import BLANKS

OLD, NEW = product("string(99)?"), product("string(99)? not_blank")
FILLED = ("a", f"{BLANKS}b", "\u200b", None)


def test_texts_that_are_not_blank_follow_there_and_back(empty: Empty) -> None:
    wanted, before = (state(with_values(empty, each, FILLED)) for each in (NEW, OLD))
    database = with_values(empty, OLD, FILLED)
    revisions = texts(OLD, NEW)
    database.migrate(revisions)
    assert state(database) == wanted
    for blank in ("", " ", BLANKS):
        change = sa.text("UPDATE products SET a = :a").bindparams(a=blank)
        with pytest.raises(sa.exc.IntegrityError):
            database.run(lambda c, change=change: c.execute(change))
    database.migrate(reversed(revisions), "downgrade")
    assert state(database) == before


def test_blank_texts_stop_it(empty: Empty) -> None:
    database = with_values(empty, OLD, ("a", "", "\u3000"))
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(OLD, NEW))
    told = without_way_out(str(said.value))
    assert told.startswith("2 rows of products break the rule trim(a, ")


def test_it_is_told_and_asked_for() -> None:
    (change,) = compare(OLD, NEW)
    found = migrate.destructive_changes(migrate.operations(OLD, NEW))
    assert (change.text, [each.name for each in found]) == (
        "not_blank added",
        ["check:Product.a"],
    )
