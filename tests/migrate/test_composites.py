"""Values of several columns on both engines, with rows, there and back and there again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import FIRST, design_of, first_migration, model_of, rendered
from journey import refused, texts, travel

from bd_scaffold import fills, migrate, pipeline

Empty = Callable[[], Database]

DESIGN = """\
name: lab
types:
  Size: {width: integer, height: integer, note: "string(20)?"}
  Span: {from_day: date, to_day: date}
entities:
  Item: {fields: {code: string(20), size: Size?, frame: Size}}
"""

CHANGES = {
    "value added": ("code: string(20)", "code: string(20), cover: Size?"),
    "value removed": (", size: Size?", ""),
    "value renamed": ("size: Size?", "extent: Size? was(size)"),
    "value optional": ("frame: Size", "frame: Size?"),
    "columns named": ("frame: Size", "frame: \"Size column(W, H, 'A Note')\""),
    "part renamed": ("height: integer", "depth: integer was(height)"),
    "part added": ("width: integer", 'width: integer, depth: "integer?"'),
    "part removed": ("height: integer, ", ""),
    "part that may be missing removed": (', note: "string(20)?"', ""),
    "part optional": ("height: integer", 'height: "integer?"'),
    "part widened": ("height: integer", "height: bigint"),
    "another type's value": ("size: Size?", "size: Span?"),
    "index and group": (
        "frame: Size}",
        "frame: Size}, unique: [[code, frame.width]], indexes: size",
    ),
}


def changed(there: str, instead: str) -> str:
    assert there in DESIGN
    return DESIGN.replace(there, instead)


@pytest.mark.parametrize("name", CHANGES)
def test_rows_stay_as_they_are(empty: Empty, name: str) -> None:
    travel(empty, model_of(DESIGN), model_of(changed(*CHANGES[name])))


def test_a_part_that_comes_back_is_empty_where_the_value_is(empty: Empty) -> None:
    old, new = model_of(DESIGN), model_of(changed("height: integer, ", ""))
    database = empty()
    revisions = texts(old, new)
    database.migrate([first_migration(old)])
    database.run(_stored(("a", 1, 2), ("b", None, None)))
    database.migrate(revisions)
    database.migrate(reversed(revisions), "downgrade")
    assert database.run(_sizes) == [("a", 1, 0), ("b", None, None)]


def test_a_part_that_every_value_needs_stops_where_rows_have_one(empty: Empty) -> None:
    text = changed(", frame: Size", "")
    later = text.replace("width:", "depth: integer, width:")
    said = refused(empty, model_of(text), model_of(later))
    assert said.startswith("8 rows of items break the rule ")


def test_a_value_comes_into_two_steps(empty: Empty) -> None:
    old = model_of(DESIGN)
    new = model_of(changed("code: string(20)", "code: string(20), cover: Size?"))
    steps = migrate.two_steps(old, new)
    history = migrate.read_history({FIRST: first_migration(old)})
    database = empty()
    database.migrate([first_migration(old)])
    database.migrate([each.text for each in migrate.revision(steps, history)])
    assert steps.contract == ()


@pytest.mark.parametrize("name", ["size_depth", "size.depth"])
def test_rows_that_have_the_value_get_what_is_said(empty: Empty, name: str) -> None:
    text = changed(", frame: Size", "")
    later = text.replace("width:", "depth: integer, width:")
    old, new = model_of(text), model_of(later)
    resolved = pipeline.check(later.encode(), "design.yaml")
    database = empty()
    database.migrate([first_migration(old)])
    database.run(_stored(("a", 1, 2), ("b", None, None), frame=False))
    given = fills.read([f"Item.{name}=7"], resolved, old, new)
    operations = migrate.filled(migrate.operations(old, new), given)
    assert migrate.destructive_changes(operations) == ()
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(operations, history)
    database.migrate([each.text for each in made])
    wanted = "SELECT code, size_depth FROM items ORDER BY code"
    assert database.run(lambda c: c.execute(sa.text(wanted)).all()) == [
        ("a", 7),
        ("b", None),
    ]


def _stored(
    *rows: tuple[str, int | None, int | None], frame: bool = True
) -> Callable[[sa.Connection], None]:
    names = ["id", "code", "size_width", "size_height", "created_at", "updated_at"]
    names += ["frame_width", "frame_height"] if frame else []

    def store(connection: sa.Connection) -> None:
        for number, (code, width, height) in enumerate(rows):
            moment = "'2026-01-01 00:00:00'"
            values = [f"'{number:032}'", f"'{code}'", width, height, moment, moment]
            values += [1, 1] if frame else []
            listed = ", ".join("NULL" if each is None else str(each) for each in values)
            statement = f"INSERT INTO items ({', '.join(names)}) VALUES ({listed})"
            connection.execute(sa.text(statement))

    return store


def _sizes(connection: sa.Connection) -> list[tuple[object, ...]]:
    asked = "SELECT code, size_width, size_height FROM items ORDER BY code"
    return [tuple(row) for row in connection.execute(sa.text(asked))]


def test_values_without_decimals_have_the_type_that_their_tests_use() -> None:
    """The project's own tests of values have an amount, whatever those of the design have."""
    types = "types: {Way: {day: date, note: text}}"
    made = model_of(f"{types}\n{design_of('way: Way')}")
    text = rendered("src/__package__/core/db/types.py", made)
    assert "class ExactNumeric" in text
    assert "def rounded_columns" not in text
