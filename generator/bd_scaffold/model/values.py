"""What one value is: in JSON, in Python and in the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from .. import names
from ..language.design import FieldType
from .types import Enum, Scalar, Schema

KEY_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._~-]*$"
"""What a text may be that stands in a path as a key: nothing that a URL would have to escape."""

ENUM_LENGTH = 60
_EMAIL_LENGTH = 254
_URL_LENGTH = 2048
_IP_LENGTH = 45
_CODE_LENGTH = 20

_INTEGER_BOUNDS = {
    "integer": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}


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

UUID_SCHEMA = Schema(
    type="uuid",
    many=False,
    nullable=False,
    enum=None,
    min_length=None,
    max_length=None,
    pattern=None,
    minimum=None,
    maximum=None,
    precision=None,
    scale=None,
)


def schema_of(field: FieldType, enum: Enum | None, *, key: bool) -> Schema:
    """Return what a scalar field's value may be; `key` where it stands in paths."""
    kind = "enum" if enum else field.type
    precision, scale = _digits(field)
    minimum, maximum = _bounds(field)
    pattern = field.pattern
    if key and kind == "string" and pattern is None:
        pattern = KEY_PATTERN
    return Schema(
        type=cast("Scalar", kind),  # the rules let no other type pass
        many=field.many,
        nullable=field.nullable,
        enum=enum.name if enum else None,
        min_length=field.min_length,
        max_length=_max_length(field),
        pattern=pattern,
        minimum=minimum,
        maximum=maximum,
        precision=precision,
        scale=scale,
    )


def plain(kind: Scalar) -> Schema:
    """Return the schema of a required value of a type that has no arguments."""
    return replace(UUID_SCHEMA, type=kind)


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


def default_of(field: FieldType, schema: Schema) -> Any:
    """Return a field's default as a JSON value."""
    return _json_value(field.default, schema)


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


def _json_value(value: Any, schema: Schema) -> Any:
    if schema.many or schema.type == "json":
        return _json_text(value)
    if not isinstance(value, str):
        return _scaled(value, schema) if schema.type == "decimal" else value
    if schema.type in ("integer", "bigint"):
        return int(value)
    if schema.type == "float":
        return float(value)
    if schema.type == "boolean":
        return value == "true"
    if schema.type == "decimal":
        return _scaled(value, schema)
    return value


def _scaled(value: Any, schema: Schema) -> str:
    """Return a decimal as the database returns it, with all digits after its point."""
    return format(
        Decimal(str(value)).quantize(Decimal(1).scaleb(-(schema.scale or 0))), "f"
    )


def _json_text(value: Any) -> Any:
    return {"[]": [], "{}": {}}.get(value, value) if isinstance(value, str) else value


def _digits(field: FieldType) -> tuple[int | None, int | None]:
    if field.type != "decimal":
        return None, None
    precision, scale = field.arguments
    return int(precision), int(scale)


def _max_length(field: FieldType) -> int | None:
    if field.type == "string":
        return int(field.arguments[0])
    return field.max_length


def _bounds(field: FieldType) -> tuple[str | None, str | None]:
    low, high = _INTEGER_BOUNDS.get(field.type, (None, None))
    minimum = field.minimum if field.minimum is not None else low
    maximum = field.maximum if field.maximum is not None else high
    return _plain(minimum), _plain(maximum)


def _plain(number: Decimal | int | None) -> str | None:
    return None if number is None else format(Decimal(number), "f")
