"""Defaults stand in the catalogue, there and back, in the form in which values are stored."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import rows
import sqlalchemy as sa
from databases import Database
from drafts import entity, first_migration, rendered
from journey import texts, travel

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model
from bd_scaffold.record import replace

CHANGES = {
    "added": (
        "stock: integer\nat: datetime\nref: uuid",
        "stock: integer = 3\nat: datetime = now\nref: uuid = uuid",
    ),
    "removed": (
        "stock: integer = 3\nat: datetime = now\nref: uuid = uuid",
        "stock: integer\nat: datetime\nref: uuid",
    ),
    "changed": (
        'name: string(9) = "it\'s"\non: date = today',
        'name: string(9) = other\non: date = "2026-01-31"',
    ),
    "with_its_type": (
        "a: integer = 5\nb: string(9) = x\nc: boolean = true",
        "a: decimal(9,2) = 2.5\nb: text = x\nc: integer = 1",
    ),
    "required": (
        "a: integer?\nb: string(9)? = x",
        "a: integer = 5\nb: string(9) = y",
    ),
    "of_new_fields": (
        "x: integer",
        """x: integer
        a: string(9)? = "a:b"
        b: datetime = now
        c: uuid unique = uuid
        d: json = 5
        """,
    ),
    "counted_and_new": (
        "x: integer",
        "x: integer\nn: integer unique readonly = next\nm: bigint readonly = next",
    ),
    "counted_from_now_on": (
        "n: integer\nm: smallint?\nb: integer? unique",
        "n: integer readonly = next\nm: bigint readonly = next\nb: integer unique readonly = next",
    ),
    "counted_no_more": (
        "n: integer readonly = next\nm: bigint readonly = next",
        "n: integer = 4\nm: bigint?",
    ),
    "counted_under_another_name": (
        "n: smallint readonly = next",
        "m: integer readonly = next was(n)",
    ),
    "made_by_sql_and_new": (
        "x: integer",
        """x: integer
        a: integer = sql("2 * 21")
        b: string(32) unique = sql("md5(random()::text)", "hex(randomblob(16))")
        """,
    ),
    "made_by_sql_from_now_on": (
        "a: integer\nb: string(9)?",
        'a: integer = sql("2 * 21")\nb: string(9) = sql("lower(\'AB:c\')")',
    ),
    "made_by_other_sql": (
        'a: integer = sql("2 * 21")\nb: integer = sql("7")',
        'a: integer = sql("2 * 22", "44")\nc: bigint = sql("7") was(b)',
    ),
    "of_optional_fields": (
        "a: datetime?\nb: uuid? = uuid\nd: date? = today",
        """a: datetime? = now
        b: uuid?
        c: integer? = sql("2 * 21")
        d: date = today
        """,
    ),
    "of_a_value_renamed": ("s: enum(a, b) = a", "s: enum(z was(a), b) = z"),
    "of_a_field_renamed": (
        "a: integer = 1\nb: date = today",
        "c: integer = 1 was(a)\nd: date = today was(b)",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_there_and_back(empty: Callable[[], Database], change: str) -> None:
    """A default that comes, goes or changes leaves the catalogue of a new project, and all rows."""
    old, new = CHANGES[change]
    travel(empty, entity(old), entity(new))


def own_types() -> dict[str, Any]:
    """The column types of a project."""
    model = entity("at: datetime\non: date = today\nexact: decimal(9,2)\nwhat: json")
    found: dict[str, Any] = {}
    for name in ("json_columns", "types"):
        path = f"src/__package__/core/db/{name}.py"
        exec(compile(rendered(path, model), path, "exec"), found)
    return found


OWN = own_types()
MOMENT = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
CONSTANTS: dict[str, tuple[str, Any, Any]] = {
    "text": ("string(40) = \"{x}:y 'it' 100%\"", sa.String(40), "{x}:y 'it' 100%"),
    "enum": ("enum(on, off) = off", sa.String(60), "off"),
    "whole": ("integer = -7", sa.Integer(), -7),
    "exact": ("decimal(6,3) = 1.5", OWN["ExactNumeric"](6, 3), Decimal("1.500")),
    "floating": ("float = 1e20", sa.Double(), 1e20),
    "truth": ("boolean = true", sa.Boolean(), True),
    "day": ('date = "2026-01-31"', sa.Date(), MOMENT.date()),
    "clock": ('time = "09:30:00.5"', sa.Time(), dt.time(9, 30, 0, 500_000)),
    "moment": ('datetime = "2026-01-31T10:30:00+01:00"', OWN["UtcDateTime"](), MOMENT),
    "local": (
        'datetime_local = "0999-01-31T10:30:00"',
        sa.DateTime(),
        MOMENT.replace(year=999, hour=10, tzinfo=None),
    ),
    "ident": (f'uuid = "{uuid.UUID(int=0xABCDEF)}"', sa.Uuid(), uuid.UUID(int=0xABCDEF)),
    "binary": ('bytes = "aGVsbG8="', sa.LargeBinary(), b"hello"),
    "numbers": ("integer[] = [1, 2]", OWN["json_type"](), [1, 2]),
    "document": ("json = {}", OWN["json_type"](), {}),
    "number": ("json = 5", OWN["json_type"](), 5),
    "word": ('json = "a\'b"', OWN["json_type"](), "a'b"),
}  # fmt: skip


def test_a_constant_is_stored_as_the_application_stores_it(
    empty: Callable[[], Database],
) -> None:
    """A row of somebody who gives no values holds what a row of the API holds."""
    lines = "\n".join(f"a_{name}: {line}" for name, (line, _, _) in CONSTANTS.items())
    model = entity(f"own: integer\n{lines}", key="own", traits="[no_timestamps]")
    columns = [sa.Column(f"a_{name}", kind) for name, (_, kind, _) in CONSTANTS.items()]
    table = sa.Table(
        "products", sa.MetaData(), sa.Column("own", sa.Integer()), *columns
    )
    values = {f"a_{name}": value for name, (_, _, value) in CONSTANTS.items()}

    def write(connection: sa.Connection) -> list[list[Any]]:
        connection.execute(sa.insert(table), [{"own": 1, **values}])
        connection.execute(sa.text("INSERT INTO products (own) VALUES (2)"))
        shown = "quote(%s)" if connection.dialect.name == "sqlite" else "%s::text"
        listed = ", ".join(shown % each.name for each in columns)
        asked = sa.text(f"SELECT {listed} FROM products ORDER BY own")
        return [list(row) for row in connection.execute(asked)]

    database = empty()
    database.migrate([first_migration(model)])
    application, default = database.run(write)
    assert default == application


def test_what_is_made_anew_is_stored_as_the_application_stores_it(
    empty: Callable[[], Database],
) -> None:
    """Each row of somebody who gives no values gets the present, in UTC, and a UUID of its own."""
    fields = "at: datetime = now\non: date = today\nref: uuid = uuid\nown: integer"
    fields += "\nlocal: datetime_local = now"
    model = entity(fields, key="own", traits="[no_timestamps]")
    table = sa.Table(
        "products",
        sa.MetaData(),
        sa.Column("at", OWN["UtcDateTime"]()),
        sa.Column("on", sa.Date()),
        sa.Column("ref", sa.Uuid()),
        sa.Column("local", sa.DateTime()),
    )

    def write(connection: sa.Connection) -> list[Any]:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL TIME ZONE 'Pacific/Kiritimati'"))
        connection.execute(sa.text("INSERT INTO products (own) VALUES (1), (2)"))
        return list(connection.execute(sa.select(table)))

    database = empty()
    database.migrate([first_migration(model)])
    one, other = database.run(write)
    now = dt.datetime.now(dt.UTC)
    assert abs(one.at - now) < dt.timedelta(minutes=1)
    assert abs(one.local - now.replace(tzinfo=None)) < dt.timedelta(minutes=1)
    assert one.on in (now.date(), (now - dt.timedelta(minutes=1)).date())
    assert (one.ref.version, other.ref.version) == (4, 4)
    assert one.ref != other.ref


@pytest.mark.parametrize("late", [False, True])
def test_what_is_counted_goes_on_after_the_rows_that_are_there(
    empty: Callable[[], Database], *, late: bool
) -> None:
    """A row of somebody who gives no number gets the next one, on PostgreSQL."""
    old = entity(
        "own: integer" + late * "\nn: integer", key="own", traits="[no_timestamps]"
    )
    new = entity(
        "own: integer\nn: integer unique readonly = next",
        key="own",
        traits="[no_timestamps]",
    )
    database = empty()
    database.migrate([first_migration(old)])
    database.run(rows.fill(schema_of(old), 5, first=3))
    database.migrate(texts(old, new))

    def numbers(connection: sa.Connection) -> tuple[list[int], bool]:
        counts = connection.dialect.name == "postgresql"
        if counts:
            connection.execute(sa.text("INSERT INTO products (own) VALUES (99)"))
        asked = sa.text("SELECT n FROM products ORDER BY n")
        return [*connection.scalars(asked)], counts

    found, counts = database.run(numbers)
    first = 3 if late else 1
    assert found == [*range(first, first + 5 + counts)]


def without_defaults(model: Model) -> Model:
    """A model as 0.1.0 stored it: no default stood in the catalogue."""
    tables = {
        name: replace(
            table,
            columns=tuple(replace(each, server_default=None) for each in table.columns),
        )
        for name, table in model.tables.items()
    }
    return replace(model, tables=tables)


def test_a_catalogue_without_defaults_gets_them(empty: Callable[[], Database]) -> None:
    """A migration that needs no permission gives an older project's tables their defaults."""
    new = entity(
        "stock: integer min(0) = 0\nstate: string(9)? = on\nat: datetime = now"
    )
    old = without_defaults(new)
    (before,) = [
        first_migration(
            entity("stock: integer min(0)\nstate: string(9)?\nat: datetime")
        )
    ]
    operations = migrate.operations(old, new)
    assert migrate.destructive_changes(operations) == ()
    made = texts(old, new)
    assert made[0].startswith('"""Change the default of products.stock, and 2 more."""')
    database, fresh = empty(), empty()
    fresh.migrate([first_migration(new)])
    wanted = fresh.catalogue()
    database.migrate([before])
    database.run(rows.fill(schema_of(old), 5))
    stored = database.run(rows.read(schema_of(old)))
    database.migrate(made)
    assert database.catalogue() == wanted
    assert database.run(rows.read(schema_of(new))) == stored
