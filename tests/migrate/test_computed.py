"""Columns that the database computes come, go and change around the rows that are there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from databases import Database
from drafts import entity, first_migration
from journey import refused, texts, there, travel
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql

from bd_scaffold import migrate
from bd_scaffold.model.types import Model

PLAIN = (
    "price: decimal(8,2)\ncount: integer max(900)\nname: string(20)\nnote: string(9)?"
)
TOTAL = f"{PLAIN}\ntotal: decimal(18,2) computed(price * count)"
STORED = f"{TOTAL}\nlabel: string(30)? unique computed(name || ' ' || note)"
VIRTUAL = f"{TOTAL} virtual\nlabel: string(30)? computed(name || ' ' || note) virtual"
INDEXED = f"{TOTAL} index filter"
NATIVE = PLAIN + '\nsize: integer computed(sql("char_length(name)", "length(name)"))'
CHANGES = {
    "added": (PLAIN, STORED),
    "virtual_added": (PLAIN, VIRTUAL),
    "native_added": (PLAIN, NATIVE),
    "stored_and_virtual": (TOTAL, f"{TOTAL} virtual"),
    "other_expression": (TOTAL, TOTAL.replace("price * count", "price + count")),
    "indexed": (INDEXED, INDEXED.replace("price * count", "price - count")),
    "other_type": (TOTAL, TOTAL.replace("(18,2)", "(20,4)")),
    "optional": (TOTAL, TOTAL.replace("(18,2)", "(18,2)?")),
    "what_it_reads_renamed": (
        STORED,
        STORED.replace("price:", "cost:")
        .replace("decimal(8,2)", "decimal(8,2) was(price)")
        .replace("price *", "cost *"),
    ),
    "renamed": (
        VIRTUAL,
        VIRTUAL.replace("(price * count)", "(price * count) was(total)").replace(
            "total:", "amount:"
        ),
    ),
    "what_it_reads_retyped": (
        INDEXED,
        INDEXED.replace("price: decimal(8,2)", "price: decimal(10,2)").replace(
            "(18", "(20"
        ),
    ),
    "what_it_reads_widened": (
        STORED,
        STORED.replace("count: integer", "count: bigint min(0)"),
    ),
    "what_it_reads_gone": (TOTAL, "count: integer max(900)\nname: string(20)"),
    "plain_from_now_on": (TOTAL, f"{PLAIN}\ntotal: decimal(18,2)"),
    "optional_and_plain": (
        VIRTUAL,
        f"{PLAIN}\ntotal: decimal(18,2)?\nlabel: string(30)?",
    ),
    "computed_from_now_on": (f"{PLAIN}\ntotal: decimal(18,2)", TOTAL),
    "computed_from_something_new": (
        f"{PLAIN}\ntotal: decimal(18,2)".replace("price: decimal(8,2)\n", ""),
        TOTAL.replace("decimal(8,2)", "decimal(8,2) = 2"),
    ),
}


def lines(fields: str, **more: str) -> Model:
    return entity(fields, "Line", **more)


@pytest.mark.parametrize("change", CHANGES)
def test_rows_keep_their_values(empty: Callable[[], Database], change: str) -> None:
    old, new = CHANGES[change]
    travel(empty, lines(old), lines(new))


def test_what_was_computed_stays_where_it_is_no_longer(
    empty: Callable[[], Database],
) -> None:
    """Also where what it was computed from goes with the same revision."""
    new = lines("name: string(20)\ntotal: decimal(18,2)")
    journey = there(empty, lines(TOTAL), new)
    found = journey.database.run(
        lambda connection: connection.execute(
            sa.text("SELECT count(DISTINCT total) FROM lines")
        ).scalar()
    )
    assert found == 12


def test_a_rule_over_what_is_computed_is_asked_of_the_rows(
    empty: Callable[[], Database],
) -> None:
    new = lines(TOTAL, checks='["total < 0"]')
    [danger] = migrate.destructive_changes(migrate.operations(lines(PLAIN), new))
    assert (danger.name, danger.fills) == ("check:Line.total", ())
    assert refused(empty, lines(PLAIN), new) == (
        "12 rows of lines break the rule total < 0."
    )


def test_what_is_unique_is_asked_of_the_rows(empty: Callable[[], Database]) -> None:
    same = f"{PLAIN}\nsame: bigint unique computed(count - count)"
    assert refused(empty, lines(PLAIN), lines(same)) == (
        "1 values of same in lines occur more than once."
    )


def test_sql_that_comes_to_nothing_stops_it(empty: Callable[[], Database]) -> None:
    nothing = (
        PLAIN + '\nsize: integer computed(sql("nullif(length(name), length(name))"))'
    )
    assert refused(empty, lines(PLAIN), lines(nothing)) == (
        "12 rows of lines would have no size."
    )


def test_nobody_asks_for_what_is_computed() -> None:
    made = migrate.operations(lines(PLAIN), lines(STORED))
    assert [each.name for each in migrate.destructive_changes(made)] == [
        "unique:Line.label"
    ]
    assert migrate.fillable(made) == frozenset()
    back = migrate.operations(lines(TOTAL), lines(PLAIN))
    assert migrate.destructive_changes(back) == ()


def test_values_of_clients_go_only_where_that_is_allowed() -> None:
    plain = lines(f"{PLAIN}\ntotal: decimal(18,2)")
    made = migrate.operations(plain, lines(TOTAL))
    assert [each.name for each in migrate.destructive_changes(made)] == [
        "drop:Line.total"
    ]


def test_a_database_computes_what_is_written_beside_the_api(
    empty: Callable[[], Database],
) -> None:
    """Three times 0.10 is 0.30, also where that is a float."""
    fields = "price: decimal(8,2)\ncount: integer max(900)"
    total = "total: decimal(18,2) computed(price * count)"
    database = empty()
    made = lines(f"{fields}\n{total}", traits="no_timestamps")
    database.migrate([first_migration(made)])
    row = f"INSERT INTO lines (id, price, count) VALUES ('{1:032}', 0.1, 3)"
    asked = "SELECT count(*) FROM lines WHERE total = 0.30"

    def written(connection: sa.Connection) -> object:
        connection.execute(sa.text(row))
        return connection.execute(sa.text(asked)).scalar()

    assert database.run(written) == 1


@pytest.mark.parametrize(
    ("new", "subject"),
    [
        (TOTAL.replace("price * count", "price + count"), "total"),
        (f"{TOTAL} virtual", "total"),
        (f"{PLAIN}\ntotal: decimal(18,2)", "total"),
    ],
)
def test_two_codes_can_not_have_it_computed_in_two_ways(new: str, subject: str) -> None:
    with pytest.raises(migrate.UnsupportedChangeError) as caught:
        migrate.two_steps(lines(TOTAL), lines(new))
    assert caught.value.sentences[-1] == (
        f"Line.{subject} can't be made anew while old and new code run, which both read "
        f"{subject}. Leave that to a release with a short stop."
    )


def test_two_codes_read_what_comes_and_goes() -> None:
    steps = migrate.two_steps(lines(PLAIN), lines(VIRTUAL))
    assert [type(each).__name__ for each in steps.expand] == ["AddColumn", "AddColumn"]
    steps = migrate.two_steps(lines(VIRTUAL), lines(PLAIN))
    assert [type(each).__name__ for each in steps.contract] == ["DropColumn"] * 2


def test_an_older_postgresql_refuses_what_is_virtual() -> None:
    """By SQLAlchemy's words, before anything has changed."""
    older = postgresql.dialect()
    older.supports_virtual_generated_columns = False
    column = sa.Column("n", sa.Integer(), sa.Computed("m + 1", persisted=False))
    table = sa.Table("lines", sa.MetaData(), sa.Column("m", sa.Integer()), column)
    with pytest.raises(exc.CompileError, match="do not support 'virtual' persistence"):
        sa.schema.CreateTable(table).compile(dialect=older)


def test_a_revision_is_read_by_a_colleague() -> None:
    [text] = texts(lines(PLAIN), lines(TOTAL))
    assert 'sa.Computed("round(price * count, 2)", persisted=True)' in text
