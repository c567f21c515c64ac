"""A column as the mapped class and a migration write it, each in its own way."""

from __future__ import annotations

from collections.abc import Iterator

from ...layout import Source, call
from ...names import python_string as quoted
from ...resolve.types import Enum, Schema
from ..types import ColumnPython, ColumnType, Default
from .values import python_literal, python_type

_MAPPED = {
    "text": "sa.Text()",
    "integer": "sa.Integer()",
    "bigint": "sa.BigInteger()",
    "float": "sa.Double()",
    "boolean": "sa.Boolean()",
    "date": "sa.Date()",
    "time": "sa.Time()",
    "datetime": "UtcDateTime()",
    "uuid": "sa.Uuid()",
    "json": "json_type()",
    "bytes": "sa.LargeBinary()",
}
_MIGRATED = _MAPPED | {
    "datetime": "sa.DateTime(timezone=True)",
    "json": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}
_MADE = {
    "uuid7": "uuid7",
    "now": "utc_now",
    "today": "utc_today",
}


def column_python(
    schema: Schema,
    kind: ColumnType,
    enum: Enum | None,
    *,
    name: str,
    primary: bool,
    default: Default | None = None,
    on_update: Default | None = None,
) -> ColumnPython:
    """Return a column of the mapped class; `name` is empty where the attribute says it."""
    annotation = python_type(schema, enum)
    optional = schema.nullable
    arguments = (
        *((quoted(name),) if name else ()),
        _mapped_type(kind, None if schema.many else enum),
        *(("primary_key=True",) if primary else ()),
        *((f"nullable={optional}",) if annotation == "Any" else ()),
        *_given("default", default, schema, enum),
        *_given("onupdate", on_update, schema, enum),
    )
    return ColumnPython(
        annotation=f"{annotation} | None" if optional else annotation,
        arguments=arguments,
    )


def migrated_column(
    name: str, kind: ColumnType, *more: Source, nullable: bool
) -> Source:
    """Return `sa.Column` of a migration."""
    return call(
        "sa.Column", quoted(name), migrated_type(kind), f"nullable={nullable}", *more
    )


def migrated_type(kind: ColumnType) -> str:
    """Return a column's type in a migration, which imports nothing of the project."""
    if kind.kind == "string":
        return f"sa.String(length={kind.length})"
    if kind.kind == "decimal":
        return f"sa.Numeric({kind.precision}, {kind.scale})"
    return _MIGRATED[kind.kind]


def _mapped_type(kind: ColumnType, enum: Enum | None) -> str:
    if enum:
        return f"enum_type(enums.{enum.class_name})"
    if kind.kind == "string":
        return f"sa.String({kind.length})"
    if kind.kind == "decimal":
        return f"ExactNumeric({kind.precision}, {kind.scale})"
    return _MAPPED[kind.kind]


def _given(
    word: str, default: Default | None, schema: Schema, enum: Enum | None
) -> Iterator[str]:
    """Yield the argument that makes a value; SQLAlchemy counts versions by itself."""
    if default is not None and default.kind != "version":
        yield f"{word}={_made(default, schema, enum)}"


def _made(default: Default, schema: Schema, enum: Enum | None) -> str:
    if default.kind == "code":
        return f"code_of({default.value})"
    if default.kind != "constant":
        return _MADE[default.kind]
    if isinstance(default.value, list | dict):
        return type(default.value).__name__
    return python_literal(default.value, schema, enum)
