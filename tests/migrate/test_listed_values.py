"""Lists of an enum's values follow what becomes of the enum, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from databases import Database
from journey import Empty, texts, without_way_out
from test_retyped import product, with_values

from bd_scaffold import migrate
from bd_scaffold.migrate.refusals import UnsupportedChangeError

OLD = 'enum(a, b, "it\'s ü")[]?'
LISTS = (["a", "b", "a"], ["it's ü"], [], None)


def lists(database: Database) -> list[object]:
    """What the rows hold, in their order, as JSON reads it."""
    asked = sa.text("SELECT a FROM products ORDER BY id").columns(a=sa.JSON())
    return database.run(lambda c: list(c.execute(asked).scalars()))


def test_values_are_renamed_in_their_places_there_and_back(empty: Empty) -> None:
    old, new = product(OLD), product('enum(b, x was(a), c was("it\'s ü"))[]?')
    database = with_values(empty, old, LISTS)
    revisions = texts(old, new)
    database.migrate(revisions)
    assert lists(database) == [["x", "b", "x"], ["c"], [], None]
    database.migrate(reversed(revisions), "downgrade")
    assert lists(database) == [*LISTS]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ('enum(a, "it\'s ü")[]?', "1 rows of products have the a b."),
        ("enum(a, b)[]?", "1 rows of products have the a it's ü."),
    ],
)
def test_rows_with_a_value_that_goes_stop_it(empty: Empty, new: str, told: str) -> None:
    database = with_values(empty, product(OLD), LISTS)
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(product(OLD), product(new)))
    assert without_way_out(str(said.value)) == told
    assert lists(database) == [*LISTS]


def test_a_value_that_came_stops_the_way_back(empty: Empty) -> None:
    old, new = product("enum(a, b)[]"), product("enum(a, b, c)[]")
    database = with_values(empty, old, (["a"],))
    revisions = texts(old, new)
    database.migrate(revisions)
    change = sa.text("""UPDATE products SET a = '["c", "a"]'""")
    database.run(lambda c: c.execute(change))
    with pytest.raises(RuntimeError, match="1 rows of products have the a c"):
        database.migrate(reversed(revisions), "downgrade")


def test_it_is_asked_for_by_the_values_name() -> None:
    operations = migrate.operations(product(OLD), product("enum(a, b)[]?"))
    found = migrate.destructive_changes(operations)
    assert [each.name for each in found] == ["remove:ProductA.it's ü"]


def test_any_text_is_no_value_of_an_enum() -> None:
    enum, text = product("enum(a, b)[]"), product("text[]")
    assert migrate.operations(enum, text) == ()
    with pytest.raises(UnsupportedChangeError):
        migrate.operations(text, enum)


def test_two_names_at_once_are_refused() -> None:
    with pytest.raises(UnsupportedChangeError, match="can't hold a for the old code"):
        migrate.two_steps(product("enum(a)[]"), product("enum(b was(a))[]"))
