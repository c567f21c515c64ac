"""Rows for the tables of a model, legal and all different."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sealed import opened_row, sealed
from sqlalchemy.dialects import postgresql

from bd_scaffold.migrate.destructive import values_of
from bd_scaffold.migrate.schema import Column, Schema, Table
from bd_scaffold.model.python.columns import migrated_type
from bd_scaffold.model.types import ColumnType

_START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_LOCAL = _START.replace(tzinfo=None)
Row = dict[str, Any]


def table_of(table: Table) -> sa.Table:
    """A table to write rows into: its columns alone."""
    names = {"sa": sa, "postgresql": postgresql, "_enum_type": _enum_type}
    types = {c.name: eval(str(migrated_type(c.type)), names) for c in table.columns}
    columns = [sa.Column(name, kind) for name, kind in types.items()]
    return sa.Table(table.name, sa.MetaData(), *columns)


class _Named(sa.types.UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name


def _enum_type(name: str) -> sa.types.TypeEngine[str]:
    """A type that PostgreSQL has for an enum, as migrations write it."""
    return sa.String(length=60).with_variant(_Named(name), "postgresql")


def fill(schema: Schema, count: int, first: int = 0) -> Callable[[sa.Connection], None]:
    """Write some rows into every table."""

    def write(connection: sa.Connection) -> None:
        made: dict[str, list[Row]] = {}
        for table in schema.tables:
            rows = _rows(table, range(first, first + count), made)
            made[table.name] = rows
            if rows:
                given = [sealed(table, row) for row in _given(table, rows)]
                connection.execute(sa.insert(table_of(table)), given)

    return write


def read(schema: Schema) -> Callable[[sa.Connection], dict[str, list[Row]]]:
    """Every row of every table, in the order of its key."""

    def look(connection: sa.Connection) -> dict[str, list[Row]]:
        found = {}
        for table in schema.tables:
            mapped = table_of(table)
            order = [mapped.c[name] for name in table.key]
            rows = connection.execute(sa.select(mapped).order_by(*order)).mappings()
            found[table.name] = [opened_row(table, dict(row)) for row in rows]
        return found

    return look


def _rows(table: Table, numbers: range, made: dict[str, list[Row]]) -> list[Row]:
    rows = []
    seen: dict[tuple[str, ...], set[Any]] = {}
    for n in numbers:
        row = {c.name: _value(table, c, n) for c in table.columns}
        row |= _references(table, n, made)
        row |= _computed(table, row)
        if _is_new(table, row, seen) and _keeps_rules(table, row):
            rows.append(row)
    return rows


def _given(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Rows without what the database computes of them."""
    computed = {c.name for c in table.columns if c.computed}
    return [{n: v for n, v in row.items() if n not in computed} for row in rows]


def _computed(table: Table, row: Row) -> Row:
    """What SQLite itself computes of a row."""
    wanted = {c.name: c.computed.sql.sqlite for c in table.columns if c.computed}
    if not wanted:
        return {}
    mapped = table_of(table)
    with sa.create_engine("sqlite://").begin() as connection:
        mapped.create(connection)
        connection.execute(sa.insert(mapped), [row])
        columns = [
            sa.type_coerce(sa.literal_column(f"({sql})"), mapped.c[name].type).label(
                name
            )
            for name, sql in wanted.items()
        ]
        asked = sa.select(*columns).select_from(mapped)
        return dict(connection.execute(asked).mappings().one())


def _is_new(table: Table, row: Row, seen: dict[tuple[str, ...], set[Any]]) -> bool:
    groups = [
        c.columns for c in table.constraints if c.kind in ("unique", "primary_key")
    ]
    groups += [i.columns for i in table.indexes if i.unique]
    values = {group: tuple(row[name] for name in group) for group in groups}
    if any(values[group] in seen.get(group, set()) for group in groups):
        return False
    for group in groups:
        seen.setdefault(group, set()).add(values[group])
    return True


def _references(table: Table, n: int, made: dict[str, list[Row]]) -> Row:
    """Point at rows that are there; to what comes later, or to no row, nothing points."""
    found: Row = {}
    links = all(name in table.key for name in (c.name for c in table.columns))
    for key in table.constraints:
        if key.kind != "foreign_key":
            continue
        rows = made.get(key.target, [])
        step = 1 if found and links else 7
        row = rows[(n // step if links and found else n) % len(rows)] if rows else {}
        found |= {
            own: row.get(other)
            for own, other in zip(key.columns, key.target_columns, strict=True)
        }
    return found


def _keeps_rules(table: Table, row: Row) -> bool:
    """Ask SQLite itself whether a row keeps a table's checks and required values."""
    required = [c.name for c in table.columns if not c.nullable]
    if any(row[name] is None for name in required):
        return False
    checks = [
        c.expression
        for c in table.constraints
        if c.kind == "check" and c.origin != "values"
    ]
    if not checks:
        return True
    engine = sa.create_engine("sqlite://")
    mapped = table_of(table)
    with engine.begin() as connection:
        mapped.create(connection)
        connection.execute(sa.insert(mapped), [row])
        kept = " AND ".join(f"(({sql}) IS NOT FALSE)" for sql in checks)
        counted = sa.select(sa.func.count()).select_from(mapped).where(sa.text(kept))
        return connection.execute(counted).scalar() == 1


def _value(table: Table, column: Column, n: int) -> Any:
    apart = {
        name: place for c in table.constraints for place, name in enumerate(c.period)
    }
    if column.name in apart:  # periods that don't overlap, and end after they start
        number = 2 * n + apart[column.name]
        kind = column.type.kind
        return _VALUES[kind](number, column.type) if kind in _VALUES else number
    if column.hashes or (column.nullable and n % 3 == 2):
        return None
    checks = [
        c
        for c in table.constraints
        if c.kind == "check" and c.columns == (column.name,)
    ]
    for check in checks:
        if check.origin == "values":
            values = values_of(check.expression)
            return values[n % len(values)]
    kind = column.type
    if kind.kind in ("smallint", "integer", "bigint", "decimal", "float"):
        return _number(kind, [c.expression for c in checks], n)
    value = _VALUES[kind.kind](n, kind)
    capitals = any(each.origin == "upper" for each in checks)
    return value.upper() if capitals else value


def _text(n: int, kind: ColumnType) -> str:
    longest = kind.length or 50
    return f"{n}é'%:x"[:longest] if longest > 9 else str(n)[-longest:]


_VALUES: dict[str, Callable[[int, ColumnType], Any]] = {
    "string": _text,
    "text": _text,
    "boolean": lambda n, _: n % 2 == 0,
    "date": lambda n, _: _START.date() + dt.timedelta(days=n),
    "time": lambda n, _: dt.time(n % 24, 30, 5, 250_000),
    "datetime": lambda n, _: _START + dt.timedelta(hours=n, microseconds=n),
    "datetime_local": lambda n, _: _LOCAL + dt.timedelta(hours=n, microseconds=n),
    "uuid": lambda n, _: uuid.UUID(int=n + 1),
    "json": lambda n, _: ["a", n],
    "bytes": lambda n, _: b"\x00%d" % n,
}


def _number(kind: ColumnType, checks: Sequence[str], n: int) -> Any:
    low, high = 0.0, 1e9
    for sql in checks:
        if bound := re.search(r">= (-?[\d.]+)$", sql):
            low = float(bound[1])
        if bound := re.search(r"<= (-?[\d.]+)$", sql):
            high = float(bound[1])
    if kind.kind != "decimal":
        number = min(low + n, high)
        return float(number) if kind.kind == "float" else int(number)
    precision, scale = kind.precision or 0, kind.scale or 0
    most = 10 ** min(precision, 12) - 1
    digits = int(low * 10 ** min(scale, 12)) + n
    return Decimal(min(digits, most)).scaleb(-scale)
