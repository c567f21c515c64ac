"""A column as the mapped class and a migration write it, each in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...layout import Node, Source, before, call, named
from ...names import python_string as quoted
from ...record import replace
from ...resolve.slots import Slot
from ...resolve.types import Enum, Schema
from ..types import Column, ColumnType, Computed, Default, PerEngine
from .imports import is_typed
from .values import python_literal, python_type

_MAPPED = {
    "text": "sa.Text()",
    "smallint": "sa.SmallInteger()",
    "integer": "sa.Integer()",
    "bigint": "sa.BigInteger()",
    "float": "sa.Double()",
    "boolean": "sa.Boolean()",
    "date": "sa.Date()",
    "time": "sa.Time()",
    "datetime": "UtcDateTime()",
    "datetime_local": "LocalDateTime()",
    "uuid": "sa.Uuid()",
    "json": "json_type()",
    "bytes": "sa.LargeBinary()",
}
_MIGRATED = _MAPPED | {
    "datetime": "sa.DateTime(timezone=True)",
    "datetime_local": "sa.DateTime()",
    "json": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}
BY_ENGINE = "ByEngine"
"""What tells the engines apart in a mapped class."""

_MADE = {
    "uuid7": "uuid7",
    "now": "utc_now",
    "now_local": "utc_now_local",
    "today": "utc_today",
}


def annotation(slot: Slot) -> str:
    """Return what stands inside `Mapped[…]`: "str", "uuid.UUID | None"."""
    found = python_type(slot.schema, slot.enum)
    return f"{found} | None" if slot.schema.nullable else found


def mapped_column(column: Column, slot: Slot) -> Node:
    """Return a column of the mapped class; where the attribute names it, nothing else does."""
    name = (quoted(column.name),) if column.name != column.attribute else ()
    made = call("mapped_column", *name, *_mapped(column, slot), *_key(column))
    return replace(made, shared=True)


def table_column(column: Column, slot: Slot) -> Source:
    """Return a column of an `sa.Table`, which holds a part of some entity's key."""
    arguments = (*_mapped(column, slot), *_key(column))
    return call("sa.Column", quoted(column.name), *arguments)


def _key(column: Column) -> Iterator[str]:
    if column.key:
        yield f"key={quoted(column.key)}"


def _mapped(column: Column, slot: Slot) -> Iterator[Source]:
    schema, enum = slot.schema, slot.enum
    if column.numbered:
        yield numbered_type(column.type)
        yield "sa.Identity()"
    elif is_typed(column):
        item = python_type(replace(schema, many=False), enum)
        yield f"json_list({item}){_of_none(column)}"
    else:
        kind = _mapped_type(column.type, None if schema.many else enum)
        kind = "FileColumn()" if schema.type == "file" else kind
        yield before(kind, _of_none(column))
    if is_counted(column.default):
        yield "sa.Identity()"
    if column.primary:
        yield "primary_key=True"
    if python_type(schema, enum) == "Any":
        yield f"nullable={column.nullable}"
    yield from _given("default", column.default, schema, enum)
    if column.default is not None and column.default.kind == "sql":
        yield "server_default=sa.FetchedValue()"
    yield from computed_as(column.computed, BY_ENGINE)
    yield from _given("onupdate", column.on_update, schema, enum)


def _of_none(column: Column) -> str:
    """Return what keeps SQLAlchemy from taking None for nothing where there is a default."""
    if not column.nullable or column.default in (None, Default("constant")):
        return ""
    # JSON's own type keeps it.
    keeps = column.type.kind == "json" and not is_typed(column)
    return "" if keeps else ".evaluates_none()"


_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w)")
"""A colon that SQLAlchemy would take for a parameter's."""


def escaped(statement: str) -> str:
    """Return SQL in which SQLAlchemy takes no colon for a parameter's."""
    return _PARAMETER.sub(r"\\:", statement)


def sql_text(sql: str) -> str:
    """Return SQL as SQLAlchemy reads it, to which a colon before a word is a parameter."""
    return quoted(sql.replace(":", "\\:"))


def given_default(sql: PerEngine | None) -> Source:
    """Return the argument that gives a column a default in the database, or takes it."""
    if sql is None:
        return "server_default=None"
    if sql.is_portable:
        return named("server_default", call("sa.text", sql_text(sql.postgresql)))
    each = call("_by_engine", sql_text(sql.postgresql), sql_text(sql.sqlite))
    return named("server_default", each)


def own_default(sql: PerEngine | None) -> Iterator[Source]:
    """Yield the argument that gives a column its default, if it has one."""
    if sql is not None:
        yield given_default(sql)


def computed_as(
    computed: Computed | None, by_engine: str = "_by_engine"
) -> Iterator[Source]:
    """Yield what has the database compute a column; `by_engine` tells the engines apart."""
    if computed is None:
        return
    sql: Source = sql_text(computed.sql.postgresql)
    if not computed.sql.is_portable:
        sql = call(by_engine, sql, sql_text(computed.sql.sqlite))
    yield call("sa.Computed", sql, f"persisted={computed.stored}")


def migrated_column(
    name: str,
    kind: ColumnType,
    *more: Source,
    nullable: bool,
    numbered: bool = False,
    counted: bool = False,
    computed: Computed | None = None,
) -> Source:
    """Return `sa.Column` of a migration; a `numbered` key and what is `counted` are identities."""
    made = [migrated_type(kind, numbered=numbered)]
    if numbered or counted:
        made.append("sa.Identity()")
    made.extend(computed_as(computed))
    return call("sa.Column", quoted(name), *made, f"nullable={nullable}", *more)


def numbered_type(kind: ColumnType) -> str:
    """Return the type of a key that the database numbers; SQLite numbers INTEGER alone."""
    written = _migrated_type(kind)
    alike = kind.kind == "integer"
    return written if alike else f'{written}.with_variant(sa.Integer(), "sqlite")'


def migrated_type(kind: ColumnType, *, numbered: bool = False) -> Source:
    """Return a column's type in a migration, which imports nothing of the project."""
    if kind.native:
        return call("_enum_type", quoted(kind.native))
    return numbered_type(kind) if numbered else _migrated_type(kind)


def _migrated_type(kind: ColumnType) -> str:
    if kind.kind == "string":
        said = f"length={kind.length}" if kind.length else ""
        return f"sa.{'CHAR' if kind.padded else 'String'}({said})"
    if kind.kind == "decimal":
        return f"sa.Numeric({kind.precision}, {kind.scale})"
    return _MIGRATED[kind.kind]


def _mapped_type(kind: ColumnType, enum: Enum | None) -> Source:
    if enum and enum.native:
        return call("native_enum", f"enums.{enum.class_name}", quoted(enum.native))
    if enum and enum.ordered:
        return call("enum_type", f"enums.{enum.class_name}", "ordered=True")
    if enum:
        return f"enum_type(enums.{enum.class_name})"
    if kind.kind == "string":
        name = "PaddedText" if kind.padded else "sa.String"
        return f"{name}({kind.length or ''})"
    if kind.kind == "decimal":
        return f"ExactNumeric({kind.precision}, {kind.scale})"
    return _MAPPED[kind.kind]


def _given(
    word: str, default: Default | None, schema: Schema, enum: Enum | None
) -> Iterator[str]:
    """Yield the argument that makes a value, where neither SQLAlchemy nor the database does."""
    if default is not None and default.kind not in ("version", "next", "sql"):
        yield f"{word}={_made(default, schema, enum)}"


def is_counted(default: Default | None) -> bool:
    """True where the database's own sequence fills a column."""
    return default is not None and default.kind == "next"


def _made(default: Default, schema: Schema, enum: Enum | None) -> str:
    if default.kind == "code":
        return f"code_of({default.value})"
    if default.kind != "constant":
        return _MADE[default.kind]
    if isinstance(default.value, list | dict):
        return type(default.value).__name__
    return python_literal(default.value, schema, enum)
