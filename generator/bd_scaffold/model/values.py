"""What the database makes of a value: the type of its column, and what fills it."""

from __future__ import annotations

from typing import cast

from ..record import replace
from ..resolve.types import Enum, Schema
from ..resolve.values import LENGTHS
from .types import ColumnKind, ColumnType, Default

_CODE_LENGTH = 20

_MADE = {
    "uuid": Default("uuid7"),
    "datetime": Default("now"),
    "datetime_local": Default("now_local"),
    "date": Default("today"),
}


def column_type(schema: Schema, enum: Enum | None = None) -> ColumnType:
    """Return what the database holds of a value; a list is JSON to it."""
    if schema.many or schema.type == "file":
        return ColumnType("json")
    if enum is not None and enum.native:
        return ColumnType("string", LENGTHS["enum"], native=enum.native)
    if schema.type == "decimal":
        return ColumnType("decimal", precision=schema.precision, scale=schema.scale)
    if schema.stored == "varchar":
        return ColumnType("string")
    if schema.type == "string" or schema.type in LENGTHS:
        longest = LENGTHS.get(schema.type, schema.max_length)
        return ColumnType("string", longest, padded=schema.padded)
    return ColumnType(cast("ColumnKind", schema.type))


def generated_key(schema: Schema) -> Default | None:
    """Return what makes a key, where the database does not number the rows."""
    return server_made(replace(schema, pattern=None))


def server_made(schema: Schema) -> Default | None:
    """Return what makes a value that only the server sets, if there is something."""
    if schema.type == "string" and schema.max_length and not schema.pattern:
        return Default("code", min(schema.max_length, _CODE_LENGTH))
    return _MADE.get(schema.type)
