"""What one value is: in JSON, in Python and in the database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .. import names
from ..resolve.types import Enum, Schema

ENUM_LENGTH = 60
_EMAIL_LENGTH = 254
_URL_LENGTH = 2048
_IP_LENGTH = 45
_CODE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class SqlType:
    """A column's type in the three places that write it."""

    python: str  # inside `Mapped[…]`, without `| None`
    mapped: str  # in the mapped class
    migration: str  # in a migration


_PLAIN = {
    "text": SqlType("str", "sa.Text()", "sa.Text()"),
    "integer": SqlType("int", "sa.Integer()", "sa.Integer()"),
    "bigint": SqlType("int", "sa.BigInteger()", "sa.BigInteger()"),
    "float": SqlType("float", "sa.Double()", "sa.Double()"),
    "boolean": SqlType("bool", "sa.Boolean()", "sa.Boolean()"),
    "date": SqlType("dt.date", "sa.Date()", "sa.Date()"),
    "time": SqlType("dt.time", "sa.Time()", "sa.Time()"),
    "datetime": SqlType("dt.datetime", "UtcDateTime()", "sa.DateTime(timezone=True)"),
    "uuid": SqlType("uuid.UUID", "sa.Uuid()", "sa.Uuid()"),
    "json": SqlType("Any", "json_type()", "JSON"),
    "bytes": SqlType("bytes", "sa.LargeBinary()", "sa.LargeBinary()"),
}
_LENGTHS = {
    "email": _EMAIL_LENGTH,
    "url": _URL_LENGTH,
    "ip": _IP_LENGTH,
    "enum": ENUM_LENGTH,
}
_ITEMS = {
    "integer": "int",
    "bigint": "int",
    "float": "float",
    "boolean": "bool",
}


def sql_type(schema: Schema, enum: Enum | None) -> SqlType:
    """Return a column's type in Python, in the mapped class and in a migration."""
    if schema.many:
        item = _ITEMS.get(schema.type, "str")
        return SqlType(f"list[{item}]", "json_type()", "JSON")
    if enum:
        migration = f"sa.String(length={ENUM_LENGTH})"
        cls = f"enums.{enum.class_name}"
        return SqlType(cls, f"enum_type({cls})", migration)
    if schema.type == "decimal":
        digits = f"{schema.precision}, {schema.scale}"
        return SqlType("Decimal", f"ExactNumeric({digits})", f"sa.Numeric({digits})")
    if schema.type in _PLAIN:
        return _PLAIN[schema.type]
    length = _LENGTHS.get(schema.type, schema.max_length)
    return SqlType("str", f"sa.String({length})", f"sa.String(length={length})")


def python_type(schema: Schema, enum: Enum | None) -> str:
    """Return a value's type in Python, without `| None`."""
    return sql_type(schema, enum).python


def python_literal(value: Any, schema: Schema, enum: Enum | None) -> str:
    """Return a JSON value of this schema as Python source."""
    if enum:
        member = next(m.name for m in enum.members if m.value == value)
        return f"enums.{enum.class_name}.{member}"
    if schema.type == "decimal" and not schema.many:
        return decimal_literal(Decimal(value))
    if schema.type == "bytes":
        return f"base64.b64decode({names.python_string(value)})"
    if schema.type in ("date", "time", "datetime"):
        return f"dt.{schema.type}.fromisoformat({names.python_string(value)})"
    if schema.type == "uuid":
        return f"uuid.UUID({names.python_string(value)})"
    if isinstance(value, str):
        return names.python_string(value)
    return repr(value)


def decimal_literal(value: Decimal) -> str:
    """Return a decimal as Python source; a whole one needs no quotes."""
    text = format(value, "f")
    return f'Decimal("{text}")' if "." in text else f"Decimal({text})"


def server_made(schema: Schema) -> str | None:
    """Return the Python callable that makes a value which only the server sets, if there is one."""
    if schema.type == "string" and schema.max_length and not schema.pattern:
        return f"code_of({min(schema.max_length, _CODE_LENGTH)})"
    return {
        "uuid": "uuid7",
        "datetime": "utc_now",
        "date": "utc_today",
    }.get(schema.type)
