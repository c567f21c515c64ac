"""How many bytes a value has on average, which no design says: assumptions, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model.types import Column, ColumnType
from ..resolve.types import Enum, Schema
from .storage import Value

LONGEST_TEXT = 64
"""What a text has on average that may have many more characters."""

ENDLESS = {"string": LONGEST_TEXT, "text": 200, "json": 200, "bytes": 1000}
"""What values of no greatest length have."""

ITEMS = 3
"""What a list has on average."""

ASSUMED = (
    "assumptions: a text has half of its maximum length, and at most "
    f"{LONGEST_TEXT} characters of one byte; one without a maximum has {ENDLESS['text']}; JSON has "
    f"{ENDLESS['json']} bytes, binary values {ENDLESS['bytes']}; a decimal has half of its digits; "
    "optional values are present, except for the time of a deletion"
)
"""The same in words, for readers."""


def is_mark(column: Column) -> bool:
    """Tell whether few rows have a moment in a column: those that something happened to."""
    moment = column.type.kind in ("datetime", "datetime_local")
    return column.trait and column.nullable and column.default is None and moment


_FIXED: dict[str, tuple[int, int]] = {
    "smallint": (2, 2),
    "integer": (4, 4),
    "bigint": (8, 8),
    "float": (8, 8),
    "boolean": (1, 1),
    "date": (4, 4),
    "time": (8, 8),
    "datetime": (8, 8),
    "datetime_local": (8, 8),
    "uuid": (16, 1),
}
"""The bytes and the alignment of each type that is always as wide."""

_NUMBER_HEADER, _DIGITS_AT_ONCE = 2, 4
_MAIL = 24
_URL = 60
_HASH = 44
_SEALED_TOO, _OF_BASE64 = 12, 4 / 3
_SEALED_BYTES = 28
"""What the name of a key, a nonce and a tag add to what is encrypted."""


def value_of(
    column: Column,
    schema: Schema | None = None,
    enums: Mapping[str, Enum] = MappingProxyType({}),
    scale: float = 1,
) -> Value:
    """Return what a column holds; `scale` is by how much what varies is wider than usual."""
    if is_mark(column):
        return Value(0, empty=True)
    if column.computed is not None and not column.computed.stored:
        return Value(0, empty=True)
    if column.type.native:
        return Value(4, 4)
    if column.type.kind in _FIXED:
        width, align = _FIXED[column.type.kind]
        return Value(width, align)
    found, fixed = _width(column, schema, enums)
    if fixed:
        return Value(found, varies=True)
    return Value(found * scale, varies=True, fixed=False)


def _width(
    column: Column, schema: Schema | None, enums: Mapping[str, Enum]
) -> tuple[float, bool]:
    """Return the average bytes of what varies, and whether all rows have as many."""
    if column.sealed is not None:
        plain = _of_type(column.sealed.plain, schema)
        return _SEALED_TOO + (_SEALED_BYTES + plain) * _OF_BASE64, False
    if column.hashes:
        return _HASH, True
    enum = enums.get(column.enum or "")
    if enum is not None and column.items is None:
        values = enum.values
        return sum(len(v.encode()) for v in values) / len(values), False
    if column.items is not None:
        return 8 + ITEMS * (4 + _of_type(column.items, None)), False
    if column.type.padded:
        return column.type.length or 1, True
    return _of_type(column.type, schema), _is_as_long(schema)


def _is_as_long(schema: Schema | None) -> bool:
    if schema is None or schema.max_length is None:
        return False
    return schema.min_length == schema.max_length


def _of_type(kind: ColumnType, schema: Schema | None) -> float:
    if kind.kind in _FIXED:
        return _FIXED[kind.kind][0]
    if kind.kind == "decimal":
        return _decimal(kind)
    if schema is not None and schema.type in ("email", "url"):
        return _MAIL if schema.type == "email" else _URL
    longest = (schema and schema.max_length) or kind.length
    if longest is None:
        return ENDLESS[kind.kind]
    shortest = (schema and schema.min_length) or 0
    return min(max(LONGEST_TEXT, shortest), (shortest + longest) / 2)


def _decimal(kind: ColumnType) -> float:
    """Return the bytes of a decimal: two for each four digits, before and behind the point."""
    scale = kind.scale or 0
    before = max(1, ((kind.precision or 2 * _DIGITS_AT_ONCE) - scale + 1) // 2)
    groups = -(-before // _DIGITS_AT_ONCE) - (-scale // _DIGITS_AT_ONCE)
    return _NUMBER_HEADER + 2 * groups
