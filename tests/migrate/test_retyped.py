"""Values that change their type are what a careful colleague would have made of them by hand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import entity, first_migration
from journey import Empty, texts, without_way_out
from rows import table_of

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model


@dataclass(frozen=True, slots=True)
class Retyped:
    """A field's type then and now, its values then and now, and after a downgrade if they fit."""

    old: str
    new: str
    stored: tuple[Any, ...]
    turned: tuple[Any, ...]
    back: tuple[Any, ...] | None  # None where the older type has no such values
    dangers: tuple[str, ...] = ()


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


MIDNIGHT = moment("2026-01-31 00:00")
NIGHT = moment("2026-01-31 23:59:59.5")
DAY = MIDNIGHT.date()
RETYPED = {
    "day to moment": Retyped(
        "date unique sort", "datetime unique sort", (DAY,), (MIDNIGHT,), (DAY,)
    ),
    "optional day to moment": Retyped(
        "date?", "datetime?", (DAY, None), (MIDNIGHT, None), (DAY, None)
    ),
    "moment to day": Retyped(
        "datetime filter",
        "date filter",
        (NIGHT, MIDNIGHT),
        (DAY, DAY),
        (MIDNIGHT, MIDNIGHT),
        ("narrow:Product.a",),
    ),
    "moment to what a clock shows": Retyped(
        "datetime unique sort",
        "datetime_local unique sort",
        (NIGHT, MIDNIGHT),
        (NIGHT.replace(tzinfo=None), MIDNIGHT.replace(tzinfo=None)),
        (NIGHT, MIDNIGHT),
    ),
    "what a clock may show to moment": Retyped(
        "datetime_local?",
        "datetime?",
        (NIGHT.replace(tzinfo=None), None),
        (NIGHT, None),
        (NIGHT.replace(tzinfo=None), None),
    ),
    "day to what a clock shows": Retyped(
        "date",
        "datetime_local = now",
        (DAY,),
        (MIDNIGHT.replace(tzinfo=None),),
        (DAY,),
    ),
    "what a clock shows to day": Retyped(
        "datetime_local",
        "date",
        (NIGHT.replace(tzinfo=None),),
        (DAY,),
        (MIDNIGHT.replace(tzinfo=None),),
        ("narrow:Product.a",),
    ),
    "text to padded text": Retyped(
        "string(4)? unique",
        "char(4)? unique",
        ("ab", " a", "abcd", None),
        ("ab", " a", "abcd", None),
        ("ab", " a", "abcd", None),
        ("narrow:Product.a",),
    ),
    "padded text to longer text": Retyped(
        "char(3)", "string(5)", ("ab", "a b"), ("ab", "a b"), ("ab", "a b")
    ),
    "padded text to varchar": Retyped("char(3)", "varchar", ("ab",), ("ab",), ("ab",)),
    "text to varchar": Retyped(
        "text?", "varchar?", ("ab ", None), ("ab ", None), ("ab ", None)
    ),
    "number to padded text": Retyped(
        "integer", "char(4)", (7,), ("7",), (7,), ("retype:Product.a",)
    ),
    "varchar to number": Retyped(
        "varchar", "integer", ("7",), (7,), ("7",), ("retype:Product.a",)
    ),
    "word to boolean": Retyped(
        "string(9)?",
        "boolean?",
        ("true", "False", "T", "f", "YES", "no", "1", "0", None),
        (True, False, True, False, True, False, True, False, None),
        ("true", "false", "true", "false", "true", "false", "true", "false", None),
        ("retype:Product.a",),
    ),
    "enum to boolean": Retyped(
        "enum(yes, no) filter",
        "boolean filter",
        ("yes", "no"),
        (True, False),
        None,
        ("retype:Product.a",),
    ),
    "number to enum": Retyped(
        "bigint?",
        "enum('1', '20')?",
        (1, 20, None),
        ("1", "20", None),
        (1, 20, None),
        ("retype:Product.a", "check:Product.a"),
    ),
    "boolean to enum": Retyped(
        "boolean",
        "enum('true', 'false')",
        (True, False),
        ("true", "false"),
        (True, False),
        ("retype:Product.a", "check:Product.a"),
    ),
    "word to number that is not small": Retyped(
        "string(9)",
        "integer min(10)",
        ("10", "200"),
        (10, 200),
        ("10", "200"),
        ("retype:Product.a", "check:Product.a"),
    ),
    "word to number that is unique": Retyped(
        "string(9)",
        "integer unique",
        ("1", "20"),
        (1, 20),
        ("1", "20"),
        ("retype:Product.a", "unique:Product.a"),
    ),
    "small number to number": Retyped(
        "smallint unique sort",
        "integer unique sort",
        (-32768, 7),
        (-32768, 7),
        (-32768, 7),
    ),
    "small number to large number": Retyped(
        "smallint?", "bigint?", (7, None), (7, None), (7, None)
    ),
    "number to small number": Retyped(
        "integer = 1",
        "smallint = 1",
        (32767, -7),
        (32767, -7),
        (32767, -7),
        ("narrow:Product.a",),
    ),
    "small number to boolean": Retyped(
        "smallint", "boolean", (0, 1), (False, True), (0, 1), ("retype:Product.a",)
    ),
    "word to small number": Retyped(
        "string(9)", "smallint", ("10",), (10,), ("10",), ("retype:Product.a",)
    ),
    "boolean to text": Retyped(
        "boolean",
        "text",
        (True, False),
        ("true", "false"),
        (True, False),
        ("retype:Product.a",),
    ),
}


def product(kind: str) -> Model:
    return entity(f"a: {kind}", traits="[no_timestamps]")


def with_values(empty: Empty, model: Model, values: Sequence[Any]) -> Database:
    """A database in which each value has a row."""
    database = empty()
    database.migrate([first_migration(model)])
    (table,) = schema_of(model).tables
    rows = [{"id": uuid.UUID(int=n), "a": value} for n, value in enumerate(values)]

    def write(connection: sa.Connection) -> None:
        connection.execute(sa.insert(table_of(table)), rows)

    database.run(write)
    return database


def stored(database: Database) -> list[tuple[Any, ...]]:
    """The values just as the engine has them."""
    asked = "SELECT id, a, CAST(a AS VARCHAR(99)) FROM products ORDER BY id"
    return database.run(lambda c: [tuple(row) for row in c.execute(sa.text(asked))])


def state(database: Database) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
    return stored(database), database.catalogue()


UNFIT = {
    "word that is none": (
        "string(9)",
        "boolean",
        ("yes", "maybe", ""),
        "2 values of a in products are not one of true, false, t, f, yes, no, 1 and 0.",
    ),
    "number that is no value of an enum": (
        "bigint",
        "enum('1', '20')",
        (1, 20, 3),
        "1 rows of products break the rule a IN ('1', '20').",
    ),
    "number that is too large for a small one": (
        "bigint",
        "smallint",
        (1, 32768, -32769),
        "2 values of a in products would not fit.",
    ),
    "word that is too small a number": (
        "string(9)",
        "integer min(10)",
        ("10", "9"),
        "1 rows of products break the rule a >= 10.",
    ),
    "blank at the end of what is padded": (
        "string(4)",
        "char(4)",
        ("ab", "cd "),
        "1 values of a in products would not fit.",
    ),
    "words for the same number": (
        "string(9)",
        "integer unique",
        ("1", "01", "2"),
        "1 values of a in products occur more than once.",
    ),
}
"""Types, and values of which some can't follow, and what is said of them."""


@pytest.mark.parametrize("name", UNFIT)
def test_values_that_would_not_fit_stop_it(empty: Empty, name: str) -> None:
    old, new, values, words = UNFIT[name]
    database = with_values(empty, product(old), values)
    before = state(database)
    with pytest.raises(RuntimeError) as said:
        database.migrate(texts(product(old), product(new)))
    assert without_way_out(str(said.value)) == words
    assert state(database) == before


@pytest.mark.parametrize("name", RETYPED)
def test_values_follow_their_type_there_and_back(empty: Empty, name: str) -> None:
    case = RETYPED[name]
    old, new = product(case.old), product(case.new)
    wanted = state(with_values(empty, new, case.turned))
    returned = state(with_values(empty, old, case.back)) if case.back else None
    database = with_values(empty, old, case.stored)
    revisions = texts(old, new)
    database.migrate(revisions)
    assert state(database) == wanted
    if returned is None:
        with pytest.raises((RuntimeError, sa.exc.IntegrityError)):
            database.migrate(reversed(revisions), "downgrade")
        assert state(database) == wanted
        return
    database.migrate(reversed(revisions), "downgrade")
    assert state(database) == returned


@pytest.mark.parametrize("name", RETYPED)
def test_what_may_not_follow_is_named(name: str) -> None:
    case = RETYPED[name]
    found = migrate.destructive_changes(
        migrate.operations(product(case.old), product(case.new))
    )
    assert tuple(each.name for each in found) == case.dangers


def test_a_time_of_day_is_said_to_be_lost() -> None:
    (danger,) = migrate.destructive_changes(
        migrate.operations(product("datetime"), product("date"))
    )
    assert danger.text == (
        "Product.a goes from datetime to date; its times of day would be lost."
    )
