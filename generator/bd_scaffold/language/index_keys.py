"""What an index is ordered by: `email`, `lower(email)`, `created_at desc nulls last`."""

from __future__ import annotations

import re
from typing import Literal

from ..record import Record
from .expression import (
    Call,
    Column,
    Expression,
    Node,
    fields_of,
    parse_expression,
)
from .tokens import ExpressionError

Nulls = Literal["", "first", "last"]

# Compiled where one is met: designs without indexes pay for no pattern of theirs.
_ORDER = r"""(?xs)
    (?P<what>.+?)
    (?:\s+(?P<operators>[a-z_]+_ops))?
    (?:\s+(?P<order>asc|desc))?
    (?:\s+nulls\s+(?P<nulls>first|last))?"""


_NULLS: dict[str, Nulls] = {"": "", "first": "first", "last": "last"}


class IndexKey(Record, frozen=True):
    """A field or a function of fields, and how an index orders it."""

    what: Expression
    descending: bool = False
    nulls: Nulls = ""
    operators: str = ""  # PostgreSQL's operator class: "text_pattern_ops"

    @property
    def field(self) -> str:
        """The field that it is; nothing for a function."""
        return self.what.tree.name if isinstance(self.what.tree, Column) else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it reads."""
        return fields_of(self.what)

    @property
    def is_plain(self) -> bool:
        """True for a field in the order that it has anyway."""
        ordered = self.descending or self.nulls or self.operators
        return bool(self.field) and not ordered

    def __str__(self) -> str:
        words = [self.what.text, self.operators, "desc" * self.descending]
        nulls = f"nulls {self.nulls}" if self.nulls else ""
        return " ".join(filter(None, (*words, nulls)))


_FUNCTIONS = ("abs", "length", "lower", "upper")
"""Functions that PostgreSQL writes as they were written, so that Alembic sees no difference."""

_LISTED = "abs, length, lower or upper"


def _can_be_compared(tree: Node) -> bool:
    match tree:
        case Column():
            return True
        case Call(name, (Column(),)):
            return name in _FUNCTIONS
        case _:
            return False


def parse_key(text: str) -> IndexKey:
    """The key of an index that a text is, or an ExpressionError that says why it is none."""
    match = re.fullmatch(_ORDER, text.strip())
    if match is None:
        raise ExpressionError("is empty.")
    what = parse_expression(match["what"])
    if not _can_be_compared(what.tree):
        raise ExpressionError(f"is neither a field nor {_LISTED} of one.")
    nulls = _NULLS[match["nulls"] or ""]
    usual: Nulls = "first" if match["order"] == "desc" else "last"
    return IndexKey(
        what,
        descending=match["order"] == "desc",
        nulls="" if nulls == usual else nulls,
        operators=match["operators"] or "",
    )
