"""Texts that are stored in one form: rows get it, and both engines hold other writers to it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from journey import Empty, texts, without_way_out
from test_retyped import product, state, stored, with_values

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.resolve.normal import BLANKS, normalised

PLAIN, LOWER = product("string(99)?"), product("string(99)? lower trim")
SENT = ("Ada", f"{BLANKS}B c\n", "d", None)
KEPT = ["ada", "b c", "d", None]


def values(rows: list[tuple[object, ...]]) -> list[object]:
    return [row[1] for row in rows]


def test_rows_get_the_form_and_keep_it_on_the_way_back(empty: Empty) -> None:
    wanted = state(with_values(empty, LOWER, tuple(KEPT)))
    database = with_values(empty, PLAIN, SENT)
    revisions = texts(PLAIN, LOWER)
    database.migrate(revisions)
    assert state(database) == wanted
    database.migrate(reversed(revisions), "downgrade")
    assert values(stored(database)) == KEPT


def test_rows_get_the_form_again_where_a_downgrade_asks_for_it(empty: Empty) -> None:
    database = with_values(empty, LOWER, ("ada",))
    revisions = texts(LOWER, PLAIN)
    database.migrate(revisions)
    change = sa.text("UPDATE products SET a = ' ADA '")
    database.run(lambda c: c.execute(change))
    database.migrate(reversed(revisions), "downgrade")
    assert values(stored(database)) == ["ada"]


def test_one_form_follows_another(empty: Empty) -> None:
    upper = product("string(99)? upper")
    database = with_values(empty, LOWER, ("ada", None))
    database.migrate(texts(LOWER, upper))
    assert values(stored(database)) == ["ADA", None]


@pytest.mark.parametrize("text", ["Ada", " ada", "ada\u3000"])
def test_other_writers_keep_the_form(empty: Empty, text: str) -> None:
    database = with_values(empty, LOWER, ("ada",))
    change = sa.text("UPDATE products SET a = :a").bindparams(a=text)
    with pytest.raises(sa.exc.IntegrityError):
        database.run(lambda c: c.execute(change))


LETTERS = (
    "Straße İstanbul \u0149 \u01c4 \u0391\u03a3 \ufb01 \u2167 \u24d0 \u1c90 \u13a0"
)


@pytest.mark.parametrize("word", ["lower", "upper"])
def test_what_the_application_stores_is_taken_by_both_engines(
    empty: Empty, word: str
) -> None:
    text = normalised(LETTERS, ("upper" if word == "upper" else "lower",))
    assert len(text) == len(LETTERS)
    database = with_values(empty, product(f"string(99) {word}"), (text,))
    assert values(stored(database)) == [text]


@pytest.mark.parametrize("old", ["string(99) unique", "string(99)"])
def test_rows_that_would_share_a_value_stop_it(empty: Empty, old: str) -> None:
    before, after = product(old), product("string(99) unique lower")
    database = with_values(empty, before, ("Ada", "ADA", "b"))
    stood = values(stored(database))
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(before, after))
    told = without_way_out(str(said.value))
    assert told == "1 values of a in products occur more than once."
    assert values(stored(database)) == stood


def test_it_is_told_and_asked_for() -> None:
    new = product("string(99) unique lower")
    found = migrate.destructive_changes(
        migrate.operations(product("string(99) unique"), new)
    )
    assert [each.name for each in found] == ["rewrite:Product.a", "unique:Product.a"]
    assert found[0].text == "The texts of Product.a are rewritten in lower case."
    changes = compare(product("string(99) unique"), new)
    assert [each.text for each in changes] == ["lower added"]
    assert not migrate.destructive_changes(migrate.operations(LOWER, PLAIN))
