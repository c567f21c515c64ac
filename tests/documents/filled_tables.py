"""Rows for the tables of a model, as wide as the documents assume, made by PostgreSQL itself."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from bd_scaffold.documents.sizes import _schemas
from bd_scaffold.documents.widths import value_of
from bd_scaffold.model.types import Column, Model, Table
from bd_scaffold.resolve.types import Schema

AT_ONCE = 5_000


def fill(
    connection: sa.Connection,
    model: Model,
    table: Table,
    rows: int,
    *,
    referred: int | None = None,
) -> None:
    """Give a table so many rows, whatever its checks and its references say.

    They refer to so many rows of another table as are `referred`, or as there are of its own.
    """
    for name in connection.execute(sa.text(_HELD), {"table": table.name}).scalars():
        connection.exec_driver_sql(
            f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"'
        )
    computed = {each.name for each in table.columns if each.computed is not None}
    columns = [each for each in table.columns if each.name not in computed]
    names = ", ".join(f'"{each.name}"' for each in columns)
    sources = ", ".join(_sources(model, table, columns, referred or rows))
    for start in range(1, rows + 1, AT_ONCE):
        end = min(start + AT_ONCE - 1, rows)
        connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) OVERRIDING SYSTEM VALUE '
            f"SELECT {sources} FROM generate_series({start}, {end}) g "
            "ON CONFLICT DO NOTHING"
        )


_HELD = """
    SELECT conname FROM pg_constraint
    WHERE conrelid = to_regclass(:table) AND contype IN ('c', 'f')
"""


def _sources(
    model: Model, table: Table, columns: list[Column], rows: int
) -> Iterator[str]:
    entity = next((e for e in model.entities if e.name == table.entity), None)
    schemas = _schemas(entity)
    enums = {each.name: each for each in model.enums}
    unique = {
        each.columns[0]
        for each in table.constraints
        if each.kind in ("unique", "primary_key") and len(each.columns) == 1
    } | {i.columns[0] for i in table.indexes if i.unique and len(i.columns) == 1}
    targets = {
        each.columns[-1]: each.target
        for each in table.constraints
        if each.kind == "foreign_key"
    }
    for each in columns:
        schema = schemas.get(each.attribute)
        value = value_of(each, schema, enums)
        if value.empty:
            yield "NULL"
        elif each.name in targets and each.type.kind == "uuid":
            chosen = "g" if each.name in unique else f"(random() * {rows})::int"
            yield f"md5('{targets[each.name]}' || {chosen})::uuid"
        elif each.enum in enums and each.items is None:
            values = ", ".join(f"'{v}'" for v in enums[each.enum].values)
            kind = f"::{each.type.native}" if each.type.native else ""
            picked = f"1 + floor(random() * {len(enums[each.enum].values)})::int"
            yield f"((ARRAY[{values}])[{picked}]){kind}"
        else:
            yield _made(
                each, schema, value.width, fixed=value.fixed, apart=each.name in unique
            )


def _made(
    column: Column, schema: Schema | None, width: float, *, fixed: bool, apart: bool
) -> str:
    kind = column.type.kind
    if column.primary and kind == "uuid":
        return "(lpad(to_hex(g), 12, '0') || substr(md5(random()::text), 1, 20))::uuid"
    if column.numbered or (apart and kind in ("smallint", "integer", "bigint")):
        return "g"
    number = {"smallint": 3e4, "integer": 2e9, "bigint": 9e18, "float": 1e9}
    if kind in number:
        return f"(random() * {number[kind]:.0f})::{_SQL[kind]}"
    if kind == "decimal":
        scale = column.type.scale or 0
        before = max(1, ((column.type.precision or 8) - scale + 1) // 2)
        return f"round((random() * 1e{before})::numeric, {scale})"
    if kind in _SQL:
        moment = "now() + g * interval '1 second'"
        if column.default is None:
            moment = "now() - random() * interval '2000 days'"
        return "random() < 0.5" if kind == "boolean" else f"({moment})::{_SQL[kind]}"
    if kind == "uuid":
        return "md5(random()::text)::uuid"
    length = (
        f"round({width} * (0.5 + random()))::int" if not fixed else str(round(width))
    )
    return _varying(column, length, round(width), apart=apart)


def _varying(column: Column, length: str, width: int, *, apart: bool) -> str:
    kind = column.type.kind
    if kind == "json" and column.items is not None:
        each = f"left(md5(random()::text), {(width - 8) // 3 - 4})"
        return f"jsonb_build_array({each}, {each}, {each})"
    if kind == "json":
        return f"to_jsonb({_text(f'greatest({length} - 8, 1)', apart=apart)})"
    text = _text(length, apart=apart)
    return f"convert_to({text}, 'UTF8')" if kind == "bytes" else text


def _text(length: str, *, apart: bool) -> str:
    if apart:  # few of these are alike, and those are left out
        return f"left(repeat(md5(g::text), 60), greatest({length}, 6))"
    return f"left(repeat(md5(random()::text || g), 60), greatest({length}, 1))"


_SQL = {
    "smallint": "smallint",
    "integer": "integer",
    "bigint": "bigint",
    "float": "float8",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "timestamptz",
    "datetime_local": "timestamp",
}
