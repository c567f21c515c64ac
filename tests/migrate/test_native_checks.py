"""Each engine holds rows to checks in its own SQL, and stops at those that break it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import entity, first_migration
from journey import refused, travel
from sqlalchemy import exc, text

from bd_scaffold import migrate
from bd_scaffold.difference import compare
from bd_scaffold.migrate.findings import count_by_engine
from bd_scaffold.model.types import Model

FIELDS = 'code: string(40) column("The Code")\nsize: integer = 1'
RENAMED = FIELDS.replace("The Code", "Its Code")


def items(*checks: str, fields: str = FIELDS) -> Model:
    return entity(fields, "Item", checks=f"[{', '.join(checks)}]")


POSTGRESQL = """{postgresql: '"The Code" !~ ''^[[:punct:]]'' AND size > -9'}"""
SQLITE = """{sqlite: '"The Code" NOT GLOB ''~*'' '}"""
BOTH = """{postgresql: "size::text !~ '^0.'", sqlite: "CAST(size AS TEXT) NOT GLOB '0?*'"}"""
CHANGES = {
    "postgresql": (items(), items(POSTGRESQL)),
    "sqlite": (items(), items(SQLITE)),
    "both": (items(POSTGRESQL), items(BOTH, SQLITE)),
    "renamed": (
        items(POSTGRESQL, SQLITE),
        items(
            POSTGRESQL.replace("The Code", "Its Code"),
            SQLITE.replace("The Code", "Its Code"),
            fields=RENAMED,
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    travel(empty, *CHANGES[change])


def test_each_engine_holds_rows_to_its_own(empty: Callable[[], Database]) -> None:
    """A row that only SQLite refuses, and one that only PostgreSQL does."""
    database = empty()
    rule = "{postgresql: 'size > 5', sqlite: 'size < 5'}"
    made = entity(FIELDS, "Item", checks=f"[{rule}]", traits="no_timestamps")
    database.migrate([first_migration(made)])
    row = """INSERT INTO items (id, "The Code", size) VALUES ('{0}', 'a', {1})"""
    taken, broken = (4, 6) if database.url.startswith("sqlite") else (6, 4)
    rows = [row.format(f"{each:032}", each) for each in (taken, broken)]
    database.run(lambda connection: connection.execute(text(rows[0])))
    with pytest.raises(exc.IntegrityError, match="ck_items_rule_1"):
        database.run(lambda connection: connection.execute(text(rows[1])))


def test_rows_that_break_it_stop_it(empty: Callable[[], Database]) -> None:
    new = items("{postgresql: 'size > 10000', sqlite: 'size > 20000'}")
    [danger] = migrate.destructive_changes(migrate.operations(items(), new))
    assert danger.name == "check:Item.size"
    rule = "size > 10000 on PostgreSQL and size > 20000 on SQLite"
    assert danger.text == f"Item.size has to keep the rule {rule}."
    assert refused(empty, items(), new) == (f"12 rows of items break the rule {rule}.")


def test_it_is_told() -> None:
    native = items("{postgresql: 'size > 5', sqlite: 'size < 5', name: big}")
    said = "size > 5 on PostgreSQL and size < 5 on SQLite"
    assert told(items(), native) == [f"Item: check {said} added"]
    assert told(native, items()) == [f"Item: check {said} removed"]
    other = items("{postgresql: 'size > 6', name: big}")
    assert told(native, other) == [
        f"Item: check {said} changed to size > 6 on PostgreSQL"
    ]


def told(old: Model, new: Model) -> list[str]:
    return [str(each) for each in compare(old, new)]


def test_a_colon_in_an_engines_sql_is_no_parameter() -> None:
    guard = count_by_engine("rows", "t", "a GLOB ':b*'", "a ~ '[[:alpha:]]'")
    assert sa.text(guard.sql).compile().params == {}
    assert sa.text(guard.postgresql).compile().params == {}
    assert "'[[:alpha:]]'" in str(sa.text(guard.postgresql))


_NUMBERS = ", ".join(map(str, range(50)))


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        (f'"size in ({_NUMBERS})"', "size IN (0, 1, "),
        (f"{{postgresql: 'size != ALL (ARRAY[{_NUMBERS}])'}}", "size != ALL"),
    ],
)
def test_a_long_rule_is_cut_and_told_by_its_name(rule: str, start: str) -> None:
    new = items(rule)
    (danger,) = migrate.destructive_changes(migrate.operations(items(), new))
    (change,) = compare(items(), new)
    assert danger.name == "check:Item.size"
    assert danger.text.startswith(f"Item.size has to keep the rule {start}")
    assert danger.text.endswith("… (ck_items_rule_1).")
    assert change.text.endswith("… (rule_1) added")
    assert max(len(danger.text), len(change.text)) < 160
