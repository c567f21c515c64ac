"""The author's words for how the state of a row changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import names
from ..record import Record
from .enum_types import is_value
from .reading import (
    LINE,
    TEXT,
    Json,
    Listed,
    Mistake,
    Words,
    named_like,
    plain_text,
    word,
)
from .row_rules import FIELD_NAME, RULE
from .security import ACCESS
from .tree import Path

if TYPE_CHECKING:
    from .access_expression import AccessExpression
    from .expression import Expression

STATE = named_like(r"^\S(.*\S)?$")


class Setting(Record, frozen=True):
    """A field that a transition gives a value."""

    field: str
    constant: bool = False  # the value is said; else it is the present, or who asks
    value: str | None = None  # as it is written; None for null


class _Settings(Record, frozen=True):
    """Fields, or a mapping from fields to what they are set to, or a list of both."""

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return what is set, field by field."""
        items = value if isinstance(value, list) else [value]
        found: list[Setting] = []
        for number, each in enumerate(items):
            here = (*path, number) if isinstance(value, list) else path
            if isinstance(each, str):
                found.append(Setting(str(each)))
            elif isinstance(each, dict) and each:
                found += _constants(each, here, mistakes)
            else:
                expected = "is neither a field nor a mapping from fields to values."
                mistakes.append(Mistake(here, each, "BD110", expected))
        return tuple(found)

    def schema(self) -> Json:
        """Return the schema of all forms."""
        field = FIELD_NAME.schema()
        constants = {
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            "minProperties": 1,
            "type": "object",
        }
        listed = {"items": {"anyOf": [field, constants]}, "type": "array"}
        return {"anyOf": [field, constants, listed]}


def _constants(
    said: dict[str, Any], path: Path, mistakes: list[Mistake]
) -> Iterator[Setting]:
    for name, value in said.items():
        text = None if value is None else plain_text(value)
        if text is not None and not isinstance(text, str):
            message = "is not a single value."
            mistakes.append(Mistake((*path, name), value, "BD110", message))
        else:
            yield Setting(name, constant=True, value=text)


def may_be_null(path: Path) -> bool:
    """True for a value that a transition sets, and for one of an enum without a description."""
    sets = len(path) == 6 and path[2::2] == ("transitions", "sets")
    return is_value(path) or sets


class Transition(Words):
    """A change of a row's state, which clients ask for by its name."""

    from_: tuple[str, ...] = word(
        Listed(STATE),
        "The states in which it begins.",
        name="from",
        examples=("draft",),
    )
    to: str = word(STATE, "The state in which it ends.", examples=("placed",))
    field: str | None = word(
        FIELD_NAME,
        "The field with the state, where several are of an enum with these values.",
        default=None,
    )
    access: AccessExpression | None = word(
        ACCESS,
        "Who may ask for it; if not given, whoever may `update` the row.",
        default=None,
        examples=("owner", "order:ship"),
    )
    when: Expression | None = word(
        RULE,
        "What has to be true of the row, in the language of checks.",
        default=None,
        examples=("total > 0",),
    )
    sets: tuple[Setting, ...] = word(
        _Settings(),
        "Fields that get the present moment or day, or the account of who asks; a mapping "
        "says what others get: `{reason: null, urgent: false}`.",
        default=(),
        examples=("placed_at",),
    )
    message: str | None = word(
        LINE, "What a client is told where `when` is not true.", default=None
    )
    description: str | None = word(TEXT, "What it means, in a sentence.", default=None)
    was: str | None = word(
        named_like(names.SNAKE_PATTERN),
        "The name that it had before: what your code calls so follows or is listed, and "
        "clients have to be told.",
        default=None,
    )
