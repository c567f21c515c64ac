"""What Python that is written from facts has to import."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...resolve.types import Scalar, Schema
from ..types import Column, ColumnKind, Default

_VALUES: Mapping[Scalar, str] = {
    "decimal": "Decimal",
    "date": "dt",
    "time": "dt",
    "datetime": "dt",
    "datetime_local": "dt",
    "uuid": "uuid",
    "json": "Any",
    "enum": "enums",
    "file": "StoredFile",
}
_TYPES: Mapping[ColumnKind, str] = {
    "decimal": "ExactNumeric",
    "datetime": "UtcDateTime",
    "datetime_local": "LocalDateTime",
    "json": "json_type",
}
_MADE = {
    "uuid7": "uuid7",
    "now": "utc_now",
    "now_local": "utc_now_local",
    "today": "utc_today",
    "code": "code_of",
}
_STANDARD = {
    "base64": "import base64",
    "dt": "import datetime as dt",
    "uuid": "import uuid",
    "Decimal": "from decimal import Decimal",
    "ClassVar": "from typing import ClassVar",
}


def of_value(schema: Schema) -> Iterator[str]:
    """Yield the name that a value's type is written with; one of JSON's own needs none."""
    if schema.type in _VALUES:
        yield _VALUES[schema.type]


def is_typed(column: Column) -> bool:
    """True for a list of what JSON has as texts, and Python as values of a type."""
    items = column.items
    kinds = ("date", "datetime", "datetime_local", "decimal", "time", "uuid")
    return items is not None and (column.enum is not None or items.kind in kinds)


def of_column(column: Column) -> Iterator[str]:
    """Yield the names that a column's type and its defaults are written with."""
    if column.type.native:
        yield from ("native_enum", "enums")
    elif column.enum and not column.items:
        yield from ("enum_type", "enums")
    elif is_typed(column):
        yield "json_list"
    elif column.type.kind in _TYPES:
        yield _TYPES[column.type.kind]
    elif column.type.padded:
        yield "PaddedText"
    for default in (column.default, column.on_update):
        if default is not None:
            yield from _of_default(default, column.type.kind)


def _of_default(default: Default, kind: ColumnKind) -> Iterator[str]:
    if default.kind in _MADE:
        yield _MADE[default.kind]
    elif default.kind == "constant" and kind == "bytes":
        yield "base64"


def standard(names: Collection[str]) -> Iterator[str]:
    """Yield the lines that import names from the standard library, in order."""
    return (line for name, line in _STANDARD.items() if name in names)
