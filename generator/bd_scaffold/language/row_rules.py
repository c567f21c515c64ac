"""What a design says of an entity's rows together: the words of its indexes and checks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from .. import names
from .expression import (
    ARITHMETIC,
    FUNCTIONS,
    JOINED,
    KEYWORDS,
    Expression,
    parse_expression,
)
from .index_keys import IndexKey, parse_key
from .reading import (
    FLAG,
    LINE,
    PLAIN,
    UNREAD,
    Anything,
    Choice,
    Listed,
    Scalar,
    Words,
    WrongError,
    named_like,
    word,
)
from .tokens import ExpressionError

_TEXT = {"type": "string"}
FIELD_NAME = named_like(names.SNAKE_PATTERN)
DOTTED_NAME = named_like(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
"""A field, a part of a value, `price.amount`, or a field of a related row, `customer.city`."""
VALUE = "x-"
"""Where the field of a check stands that its value's type brings along; no author can say it."""

_RULES = ("min_price <= max_price", "active and not archived")


def _expression(value: object) -> Expression:
    if not isinstance(value, str):
        raise WrongError("BD701", "is not an expression.")
    try:
        return parse_expression(value)
    except ExpressionError as error:
        raise WrongError("BD701", f"{error} {_way_out(value)}".strip()) from error


def _way_out(text: str) -> str:
    """Return what helps with a function or an operator that both engines do not share."""
    outside = re.sub(r"""'[^']*'|"[^"]*\"""", "", text)
    called = [each.lower() for each in re.findall(r"([A-Za-z_]\w*)\s*\(", outside)]
    if any(each not in (*FUNCTIONS, *KEYWORDS) for each in called):
        return f"Functions are {_said(FUNCTIONS)}. {_OWN_SQL}"
    if re.search(r"[/%^~]", outside):
        return f"Between values stand {_said((*ARITHMETIC, JOINED))}. {_OWN_SQL}"
    return ""


def _said(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}"


_OWN_SQL = (
    'All else is the database\'s own: computed(sql("…")), '
    "and `postgresql` and `sqlite` of a check."
)


RULE = Scalar("an expression", _expression, {"type": "string"})


def _index_key(written: Any) -> Any:
    if not isinstance(written, str):
        return UNREAD
    try:
        return parse_key(written)
    except ExpressionError as error:
        raise WrongError("BD701", str(error)) from error


INDEX_KEY = Scalar("a field", _index_key, {"type": "string"})


class Index(Words):
    """An index that a look-up or an order needs."""

    fields: tuple[IndexKey, ...] = word(
        Listed(INDEX_KEY),
        "Its fields, in order; `placed_at desc nulls last` and `lower(email)` say more.",
    )
    where: Expression | None = word(
        RULE, "Only the rows for which this is true.", default=None, examples=_RULES
    )
    include: tuple[str, ...] = word(
        Listed(DOTTED_NAME),
        "Fields that it carries along, so that the table needn't be read.",
        default=(),
    )
    unique: bool = word(FLAG, "No two of its rows have the same values.", default=False)
    name: str | None = word(
        PLAIN, "Its name in the database.", default=None, examples=("IX_Orders",)
    )
    method: Literal["btree", "hash", "gin", "brin", "gist", "spgist"] | None = word(
        Choice(("btree", "hash", "gin", "brin", "gist", "spgist")),
        "PostgreSQL's access method; `btree` if not given.",
        default=None,
    )


class Unique(Words):
    """A group of fields that no two rows have the same values of."""

    fields: tuple[str, ...] = word(Listed(DOTTED_NAME, alone=False), "Its fields.")
    constraint: str | None = word(
        PLAIN,
        "The constraint's name in the database; with one, a single field is a group, too.",
        default=None,
        examples=("UQ_Orders",),
    )
    nulls_not_distinct: bool = word(
        FLAG,
        "Two rows that lack a value have the same; with this, a single field is a group, too.",
        default=False,
    )


class Exclusion(Words):
    """Rows of which no two have the same values in periods that overlap."""

    fields: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "The fields whose values are the same; without any, no two rows overlap.",
        default=(),
    )
    period: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "The fields of its start and of its end, or a value of two parts; null is open.",
        examples=("starts_at", "ends_at"),
    )
    bounds: Literal["[)", "[]"] = word(
        Choice(("[)", "[]")),
        "Whether its end is a part of it, `[]`, or the first moment after it, `[)`.",
        default="[)",
    )
    where: Expression | None = word(
        RULE, "Only the rows for which this is true.", default=None, examples=_RULES
    )
    constraint: str | None = word(
        PLAIN,
        "The constraint's name in the database, where that is another one.",
        default=None,
        examples=("EX_Bookings",),
    )
    message: str | None = word(LINE, "What a client is told otherwise.", default=None)


SQL = Scalar("SQL", lambda said: said if isinstance(said, str) else UNREAD, _TEXT)


class Check(Words):
    """A rule that every row keeps."""

    rule: Expression | None = word(
        RULE,
        "What has to be true, on both engines.",
        default=None,
        examples=_RULES,
    )
    postgresql: str | None = word(
        SQL,
        "In place of `rule`: what has to be true, in PostgreSQL's own SQL.",
        default=None,
        examples=("code ~ '^[A-Z]+$'",),
    )
    sqlite: str | None = word(
        SQL,
        "In place of `rule`: what has to be true, in SQLite's own SQL.",
        default=None,
        examples=("code GLOB '[A-Z]*'",),
    )
    name: str | None = word(
        FIELD_NAME, "The constraint's name, behind `ck_` and the table's.", default=None
    )
    constraint: str | None = word(
        PLAIN,
        "The constraint's whole name, where that is another one.",
        default=None,
        examples=("CK_Orders",),
    )
    message: str | None = word(LINE, "What a client is told otherwise.", default=None)
    value: str = word(Anything(), name=VALUE, default="", hidden=True)

    @property
    def text(self) -> str:
        """What has to be true, as messages say it."""
        if self.rule is not None:
            return self.rule.text
        return " or ".join(filter(None, (self.postgresql, self.sqlite)))
