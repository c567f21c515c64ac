"""The author's words for a closed list of values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .. import names
from ..record import Record, replace
from .reading import (
    FLAG,
    PLAIN,
    TEXT,
    UNREAD,
    Json,
    Listed,
    Mistake,
    Scalar,
    Words,
    named_like,
    word,
)
from .tree import Path

ENTITY_NAME = named_like(names.CLASS_PATTERN)


class Value(Record, frozen=True):
    """One value of an enum: what it was called before, and what it says."""

    text: str
    was: str | None = None
    description: str = ""


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


class _Values(Record, frozen=True):
    """A list of values, or a mapping from each to what it says."""

    listed: Listed = Listed(VALUE)

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the values; one without a text beside it has no description."""
        if not isinstance(value, dict):
            return self.listed.read(value, path, mistakes)
        before = len(mistakes)
        found = tuple(
            replace(
                value_of(each),
                description=TEXT.read(said, (*path, each), mistakes) if said else "",
            )
            for each, said in value.items()
        )
        return UNREAD if len(mistakes) > before else found

    def schema(self) -> Json:
        """Return the schema of both forms."""
        described = {
            "additionalProperties": {"type": ["string", "null"]},
            "minProperties": 1,
            "type": "object",
        }
        return {"anyOf": [*self.listed.schema()["anyOf"], described]}


class EnumType(Words):
    """A closed list of values that fields can share."""

    values: tuple[Value, ...] = word(
        _Values(),
        "The values, in their order; `placed was(ordered)` renames one. A mapping says what "
        "each means: `{draft: Not yet visible., published: }`.",
    )
    ordered: bool = word(
        FLAG,
        "Lists are sorted by it in the order of its values, and not by their texts.",
        default=False,
    )
    native: bool = word(
        FLAG,
        "PostgreSQL holds it as a type of its own, in whose order lists are sorted; SQLite "
        "as a text with a check.",
        default=False,
    )
    type: str | None = word(
        PLAIN,
        "The name of that type, where it is not the enum's in lower case, `order_status`.",
        default=None,
        examples=("mpaa_rating",),
    )
    was: str | None = word(
        ENTITY_NAME,
        "The name that it had before: the data and your code move along.",
        default=None,
    )
    description: str | None = word(TEXT, "What the values tell apart.", default=None)


def described(
    design: Any, places: dict[Path, tuple[int, int]]
) -> Iterator[tuple[Path, str, str]]:
    """Make mappings of lists whose values say what they mean, and yield where and a way out."""
    enums = design.get("enums")
    for name, enum in enums.items() if isinstance(enums, dict) else ():
        values: Any = enum.get("values") if isinstance(enum, dict) else None
        if not _is_of_mappings(values):
            continue
        place: Path = ("enums", name, "values")
        meant: dict[str, Any] = {}
        for number, each in enumerate(values):
            said = each if isinstance(each, dict) else {each: None}
            meant |= said
            for value in said:
                places[*place, value] = places[*place, number]
        enum["values"] = meant
        listed = ", ".join(f"{each}: {_quoted(text)}" for each, text in meant.items())
        message = "A list has values alone; a mapping says what each of them means."
        yield place, message, f"Write values: {{{listed}}}."


def _is_of_mappings(values: Any) -> bool:
    """True for a list of which some item is a mapping, and none is anything but a text."""
    if not isinstance(values, list) or not any(isinstance(e, dict) for e in values):
        return False
    return all(isinstance(each, str | dict) for each in values)


def _quoted(text: Any) -> str:
    """Return a text as it can stand between braces."""
    written = "" if text is None else str(text)
    return written if re.fullmatch(r"[\w .'-]*", written) else json.dumps(written)


def is_value(path: Path) -> bool:
    """True for a value of an enum in a mapping, where it may stand without a description."""
    return len(path) == 4 and path[0] == "enums" and path[2] == "values"


def number_values(design: Any, places: dict[Path, tuple[int, int]]) -> None:
    """Let values that are keys of a mapping have places by number, as those of a list do."""
    enums = design.get("enums")
    for name, enum in enums.items() if isinstance(enums, dict) else ():
        values = enum.get("values") if isinstance(enum, dict) else None
        for number, each in enumerate(values if isinstance(values, dict) else ()):
            place: Path = ("enums", name, "values")
            places[*place, number] = places[*place, each]
