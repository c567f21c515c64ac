"""What one value is: in JSON and in the database."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from ..language.design import FieldType
from .types import ColumnKind, ColumnType, Default, Enum, Scalar, Schema

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


_LENGTHS = {
    "email": _EMAIL_LENGTH,
    "url": _URL_LENGTH,
    "ip": _IP_LENGTH,
    "enum": ENUM_LENGTH,
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


def column_type(schema: Schema) -> ColumnType:
    """Return what the database holds of a value; a list is JSON to it."""
    if schema.many:
        return ColumnType("json")
    if schema.type == "decimal":
        return ColumnType("decimal", precision=schema.precision, scale=schema.scale)
    if schema.type == "string" or schema.type in _LENGTHS:
        return ColumnType("string", _LENGTHS.get(schema.type, schema.max_length))
    return ColumnType(cast("ColumnKind", schema.type))


def default_of(field: FieldType, schema: Schema) -> Any:
    """Return a field's default as a JSON value."""
    return _json_value(field.default, schema)


def server_made(schema: Schema) -> Default | None:
    """Return what makes a value that only the server sets, if there is something."""
    if schema.type == "string" and schema.max_length and not schema.pattern:
        return Default("code", min(schema.max_length, _CODE_LENGTH))
    return _MADE.get(schema.type)


_MADE = {
    "uuid": Default("uuid7"),
    "datetime": Default("now"),
    "date": Default("today"),
}


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
