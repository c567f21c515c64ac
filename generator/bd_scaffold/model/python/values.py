"""Values and their types as Python source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...names import python_string
from ...record import replace
from ...resolve.types import Enum, Schema

_TYPES = {
    "smallint": "int",
    "integer": "int",
    "bigint": "int",
    "decimal": "Decimal",
    "float": "float",
    "boolean": "bool",
    "date": "dt.date",
    "time": "dt.time",
    "datetime": "dt.datetime",
    "datetime_local": "dt.datetime",
    "uuid": "uuid.UUID",
    "json": "Any",
    "bytes": "bytes",
    "file": "StoredFile",
}


def python_type(schema: Schema, enum: Enum | None) -> str:
    """Return a value's type, without `| None`."""
    if schema.many:
        return f"list[{python_type(replace(schema, many=False), enum)}]"
    return f"enums.{enum.class_name}" if enum else _TYPES.get(schema.type, "str")


def python_literal(value: Any, schema: Schema, enum: Enum | None) -> str:
    """Return a JSON value of this schema as Python source."""
    if enum:
        member = next(m.name for m in enum.members if m.value == value)
        return f"enums.{enum.class_name}.{member}"
    if schema.type == "decimal" and not schema.many:
        return decimal_literal(Decimal(value))
    if schema.type == "bytes":
        return f"base64.b64decode({python_string(value)})"
    if schema.type in ("date", "time", "datetime", "datetime_local"):
        return f"{_TYPES[schema.type]}.fromisoformat({python_string(value)})"
    if schema.type == "uuid":
        return f"uuid.UUID({python_string(value)})"
    if isinstance(value, str):
        return python_string(value)
    return repr(value)


def decimal_literal(value: Decimal) -> str:
    """Return a decimal; a whole one needs no quotes."""
    text = format(value, "f")
    return f'Decimal("{text}")' if "." in text else f"Decimal({text})"
