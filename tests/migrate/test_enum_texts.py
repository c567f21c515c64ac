"""Values of enums are any texts: checked, renamed and removed as such, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from journey import Empty, texts, without_way_out
from test_retyped import product, stored, with_values

OLD = """enum("on hold", N/A, "it's", "at :noon", 3.5)"""
VALUES = ("on hold", "N/A", "it's", "at :noon", "3.5")


def values(rows: list[tuple[object, ...]]) -> list[object]:
    return [row[1] for row in rows]


def test_rows_hold_any_of_them_and_nothing_else(empty: Empty) -> None:
    database = with_values(empty, product(OLD), VALUES)
    assert values(stored(database)) == [*VALUES]
    change = sa.text("UPDATE products SET a = 'none'")
    with pytest.raises(sa.exc.IntegrityError):
        database.run(lambda c: c.execute(change))


def test_a_value_gets_another_text_there_and_back(empty: Empty) -> None:
    new = OLD.replace('"on hold"', '"it is paused" was("on hold")')
    revisions = texts(product(OLD), product(new))
    database = with_values(empty, product(OLD), VALUES)
    database.migrate(revisions)
    assert values(stored(database)) == ["it is paused", *VALUES[1:]]
    database.migrate(reversed(revisions), "downgrade")
    assert values(stored(database)) == [*VALUES]


def test_rows_with_a_value_that_goes_stop_it(empty: Empty) -> None:
    new = product(OLD.replace(""" "it's",""", ""))
    database = with_values(empty, product(OLD), VALUES)
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(product(OLD), new))
    assert without_way_out(str(said.value)) == "1 rows of products have the a it's."
