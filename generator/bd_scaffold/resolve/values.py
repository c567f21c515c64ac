"""What one value of a design is: its schema, and its default as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any, Literal, cast

from ..language.design import FieldType
from ..language.files import FILE, file_type
from . import moments
from .normal import normal_of
from .types import Enum, Scalar, Schema, Stored

KEY_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._~-]*$"
"""What a text may be that stands in a path as a key: nothing that a URL would have to escape."""

NOT_BLANK = r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""A text with a character that is no white space."""

LONGEST_STRING = 100_000
LONGEST_INDEXED = 500
"""How many characters PostgreSQL's indexes hold of any text."""

MOST_ITEMS = 1000
"""How many values a list has at most that doesn't say so itself."""

MOST_DIGITS = 38
LENGTHS = {"email": 254, "url": 2048, "ip": 45, "enum": 60}
"""How many characters a text of a type has at most that doesn't say so itself."""

WRITTEN_LENGTHS = LENGTHS | {
    "smallint": 6,
    "integer": 11,
    "bigint": 20,
    "boolean": 5,
    "date": 10,
    "datetime_local": 26,
    "time": 15,
    "uuid": 36,
}
"""How many characters a value has at most where it is written as a text."""

Made = Literal["now", "today", "uuid", "next", "sql"]

MADE: Mapping[str, Made] = {
    "datetime": "now",
    "datetime_local": "now",
    "date": "today",
    "uuid": "uuid",
    "smallint": "next",
    "integer": "next",
    "bigint": "next",
}
"""The default that gives each new row a value anew, by type."""

SQLITE_DIGITS = 15
"""A decimal of so many digits comes back from SQLite, which holds a float, as it went."""

_EXACT = Context(prec=MOST_DIGITS)

INTEGER_BOUNDS: Mapping[str, tuple[int, int]] = {
    "smallint": (-(2**15), 2**15 - 1),
    "integer": (-(2**31), 2**31 - 1),
    "bigint": (-(2**63), 2**63 - 1),
}
"""The least and the greatest number of each type of whole numbers, the narrowest first."""


UUID_SCHEMA = Schema(type="uuid")


def schema_of(field: FieldType, enum: Enum | None, *, key: bool) -> Schema:
    """Return what a scalar field's value may be; `key` where it stands in paths."""
    kind = "enum" if enum else field.type
    precision, scale = digits_of(field) or (None, None)
    minimum, maximum = bounds_of(field)
    pattern = field.pattern
    if key and kind in ("string", "text") and pattern is None:
        pattern = KEY_PATTERN
    if field.not_blank and pattern is None:
        pattern = NOT_BLANK
    return Schema(
        type=cast("Scalar", kind),  # any other is a mistake that the rules report
        many=field.many,
        nullable=field.nullable,
        enum=enum.name if enum else None,
        min_length=None if field.many else field.min_length,
        max_length=greatest_length(field) or (None if field.many else field.max_length),
        min_items=field.min_length if field.many else None,
        max_items=field.max_length if field.many else None,
        pattern=pattern,
        minimum=minimum,
        maximum=maximum,
        precision=precision,
        scale=scale,
        normal=normal_of(field),
        stored=cast("Stored", field.stored),
        **_of_file(field),
    )


def _of_file(field: FieldType) -> dict[str, Any]:
    """Return what a file may be, and how large."""
    if field.type != FILE or (found := file_type(field.arguments)) is None:
        return {}
    return {"media": found.media, "most_bytes": found.most, "most": found.size}


def default_of(field: FieldType, schema: Schema) -> Any:
    """Return a field's default as a JSON value."""
    return json_value(field.default, schema)


def json_value(value: Any, schema: Schema) -> Any:
    """Return a value of the design as a JSON value."""
    if schema.many or schema.type == "json":
        return _json_text(value)
    if not isinstance(value, str):
        return _scaled(value, schema) if schema.type == "decimal" else value
    if schema.type in INTEGER_BOUNDS:
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
    unit = Decimal(1).scaleb(-(schema.scale or 0))
    return format(Decimal(str(value)).quantize(unit, context=_EXACT), "f")


def _json_text(value: Any) -> Any:
    return {"[]": [], "{}": {}}.get(value, value) if isinstance(value, str) else value


def made_anew(field: FieldType) -> Made | None:
    """Return what a field's default makes anew for each row, if it is no constant."""
    if field.default_sql:
        return "sql"
    kind = None if field.many else MADE.get(field.type)
    return kind if kind == field.default else None


def is_short(field: FieldType) -> bool:
    """True for a text of so few characters that an index holds it."""
    return (
        field.type == "text" and (field.max_length or LONGEST_STRING) <= LONGEST_INDEXED
    )


def digits_of(field: FieldType) -> tuple[int, int] | None:
    """Return a decimal's digits, and those after the point; None where they are wrong."""
    if field.type != "decimal" or len(field.arguments) != 2:
        return None
    precision, scale = field.arguments
    if not _is_count(precision, MOST_DIGITS):
        return None
    if scale != "0" and not _is_count(scale, int(precision)):
        return None
    return int(precision), int(scale)


def greatest_length(field: FieldType) -> int | None:
    """Return the `n` of a string(n); None for other types and where it is wrong."""
    if field.type != "string" or len(field.arguments) != 1:
        return None
    written = field.arguments[0]
    return int(written) if _is_count(written, LONGEST_STRING) else None


def _is_count(text: str, most: int) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,9}", text) is not None and int(text) <= most


def bounds_of(field: FieldType) -> tuple[str | None, str | None]:
    """Return the least and the greatest value of a field as text, by its words or its type."""
    low, high = INTEGER_BOUNDS.get(field.type, (None, None))
    minimum = field.minimum if field.minimum is not None else low
    maximum = field.maximum if field.maximum is not None else high
    return _plain(field.type, minimum), _plain(field.type, maximum)


def _plain(kind: str, bound: Decimal | int | str | None) -> str | None:
    """Return a bound as text; none where it is of another type, as the rules report."""
    if kind in moments.EXAMPLES:
        return moments.canonical(kind, bound) if isinstance(bound, str) else None
    return (
        None if bound is None or isinstance(bound, str) else format(Decimal(bound), "f")
    )
