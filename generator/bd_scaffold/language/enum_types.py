"""The author's words for a closed list of values."""

from __future__ import annotations

import re
from typing import Any

from .. import names
from ..record import Record
from .reading import TEXT, UNREAD, Listed, Scalar, Words, named_like, word

ENTITY_NAME = named_like(names.CLASS_PATTERN)


class Value(Record, frozen=True):
    """One value of an enum, and what it was called before."""

    text: str
    was: str | None = None


_RENAMED_VALUE = r"((?:(?!\swas\s*\().)+?)\s+was\s*\(\s*([^()]*[^()\s])\s*\)"


def value_of(written: str) -> Value:
    """Return the value that is meant by `placed` or by `placed was(ordered)`."""
    if "was" not in written:
        return Value(str(written))
    match = re.fullmatch(_RENAMED_VALUE, written)
    return Value(*match.groups()) if match else Value(str(written))


def _value(written: Any) -> Any:
    return value_of(written) if isinstance(written, str) else UNREAD


VALUE = Scalar(
    "a text",
    _value,
    {"pattern": r"^\S(.*\S)?$", "type": "string"},
)


class EnumType(Words):
    """A closed list of values that fields can share."""

    values: tuple[Value, ...] = word(
        Listed(VALUE),
        "The values, in their order; `placed was(ordered)` renames one.",
    )
    was: str | None = word(
        ENTITY_NAME,
        "The name that it had before: the data and your code move along.",
        default=None,
    )
    description: str | None = word(TEXT, "What the values tell apart.", default=None)
