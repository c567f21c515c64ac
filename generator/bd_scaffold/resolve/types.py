"""Facts of values, enums and indexes, which the model hands on to templates as they are."""

from __future__ import annotations

from typing import Any, Literal

from ..record import Record

Comparison = Literal["eq", "ge", "le", "gt", "lt"]
"""How a column is compared with one value."""

Operator = Literal["eq", "ge", "le", "gt", "lt", "in", "not_in", "null", "prefix"]
"""How a column is compared: with one value, with several, with nothing, by its start."""

SEVERAL: frozenset[Operator] = frozenset({"in", "not_in"})
"""Those that a parameter is repeated for."""

MOST_ASKED = 100
"""How often one parameter may be repeated."""

IndexOrigin = Literal["declared", "lookup", "unique"]
Pagination = Literal["page", "cursor"]
Totals = Literal["", "always", "on_request", "estimate"]
"""How the length of a list is told; empty is as usual: by page always, by cursor never."""
Scalar = Literal[
    "string",
    "text",
    "smallint",
    "integer",
    "bigint",
    "decimal",
    "float",
    "boolean",
    "date",
    "time",
    "datetime",
    "datetime_local",
    "uuid",
    "email",
    "url",
    "ip",
    "json",
    "bytes",
    "enum",
    "file",
]

Stored = Literal["", "char", "varchar"]
"""A column's own type, where it isn't the usual one of its values."""

Normal = Literal["trim", "lower", "upper"]
"""What gives a text one form."""

LONGEST_CURSOR = 7168
"""The most characters of a cursor: with its path, a request's first line is below 8 KiB."""

OwnWords = dict[str, dict[str, Any]]
"""Words of a team's own, by namespace: every one that there is, said or by default."""


class EnumMember(Record, frozen=True):
    """One value of an enum."""

    name: str  # of the member of the Python class: "DRAFT"
    value: str  # in JSON and in the database: "draft"
    was: str  # the value that it had before, where the design says so; otherwise empty
    source: str = ""  # as Python, where it is more than the text in quotes
    description: str = ""  # what it says, where the design does: "Not yet visible."
    docstring: str = ""  # the same as Python, which may be several lines


class Enum(Record, frozen=True):
    """A closed set of texts: a shared one, or that of one field."""

    name: str  # in the contract: "OrderStatus"
    was: str  # the name that it had before, where the design says so; otherwise empty
    former: tuple[str, ...]  # every name that it may have had, by all that says `was`
    class_name: str  # the Python class; differs only where Python needs it
    members: tuple[EnumMember, ...]  # its values, in the design's order
    description: str = ""  # what the values tell apart, where the design says so
    ordered: bool = False  # lists are sorted in the order of its values
    native: str = (
        ""  # PostgreSQL's type of its values, where it has one: "order_status"
    )

    @property
    def values(self) -> tuple[str, ...]:
        """The values alone."""
        return tuple(each.value for each in self.members)


class Schema(Record, frozen=True):
    """What one JSON value may be: the facts behind its JSON Schema and its Python type."""

    type: Scalar  # the type in the design language; an enum is one, whatever its name
    many: bool = False  # it is an array of such values
    nullable: bool = False  # it may be null
    enum: str | None = None  # the enum's name, where it is one's value: "OrderStatus"
    min_length: int | None = None  # the fewest characters of a text
    max_length: int | None = None  # the most characters of a text
    min_items: int | None = None  # the fewest items of a list
    max_items: int | None = None  # the most items of a list, where that is not 1,000
    pattern: str | None = None  # a regular expression that a text matches: "^[A-Z]{3}$"
    minimum: str | None = (
        None  # the smallest number, "0.5", or the earliest day or time
    )
    maximum: str | None = None  # the largest number, "100", or the latest: "2026-01-31"
    precision: int | None = None  # of a decimal: all its digits
    scale: int | None = None  # of a decimal: its digits after the point
    normal: tuple[Normal, ...] = ()  # what gives a text the form in which it is stored
    stored: Stored = ""  # the type of its column, where an existing one has another
    media: tuple[str, ...] = ()  # of a file: what it may be: "image/*"
    most_bytes: int | None = None  # of a file: how large it may be
    most: str = ""  # the same as the design writes it: "5MB"

    @property
    def padded(self) -> bool:
        """True for a text whose column holds it with blanks at its end, which say nothing."""
        return self.stored == "char"


class IndexKey(Record, frozen=True):
    """One of the things that an index is ordered by."""

    sql: str  # as both engines read it: "created_at", "lower(email)"
    column: str = ""  # in the database, where it is one: "created_at"
    descending: bool = False  # the greatest comes first
    nulls: Literal["", "FIRST", "LAST"] = ""  # where PostgreSQL has them, if elsewhere
    operators: str = ""  # PostgreSQL's operator class: "text_pattern_ops"
    nulls_equal: bool = False  # it may be null, and one null is like another

    @property
    def ordered(self) -> str:
        """The same with its order, as both engines read it."""
        return f"{self.sql} DESC" if self.descending else self.sql

    @property
    def on_sqlite(self) -> str:
        """The same for SQLite, where a blob that no column holds stands for the null."""
        return f"coalesce({self.sql}, x'')" if self.nulls_equal else self.ordered


class Index(Record, frozen=True):
    """An index of a table."""

    name: str  # in the database: "ix_products_name"
    columns: tuple[str, ...]  # by their names in the database, in order
    unique: bool  # no two rows that it covers have the same values
    origin: (
        IndexOrigin  # "declared" only where nothing but the design's word asks for it
    )
    where: str = ""  # SQL that is true of the rows that it covers; empty for all rows
    include: tuple[str, ...] = ()  # columns that it carries along without an order
    method: str = ""  # of PostgreSQL, where it is not a B-tree: "gin"
    keys: tuple[IndexKey, ...] = ()  # in order, where they say more than their columns
    own_name: bool = False  # the design says its name
    language: str = ""  # of the words in its columns, where these are found: "english"

    @property
    def is_of_columns(self) -> bool:
        """True where it is ordered by columns, and not by what functions make of them."""
        return all(each.column for each in self.keys)

    @property
    def nulls_not_distinct(self) -> bool:
        """True where one null is like another, so that it keeps these unique, too."""
        return any(each.nulls_equal for each in self.keys)
