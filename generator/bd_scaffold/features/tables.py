"""What a capability adds to the tables of a project, and its own beside them."""

from __future__ import annotations

from typing import Literal

from ..record import Record
from .use import Use


class Policy(Record, frozen=True):
    """What PostgreSQL itself lets a statement see of a table's rows, and write."""

    name: str
    sql: str  # it is enough that one policy of a table is true of a row


class Column(Record, frozen=True):
    """A column that a capability adds to an entity's table; no client ever sets it."""

    name: str
    type: Literal["integer", "datetime", "text", "uuid"]
    nullable: bool = False
    minimum: int | None = None
    maximum: int | None = None
    hidden: bool = False  # it is no property of the entity's JSON
    filter: bool = False  # lists can be narrowed by it
    sort: bool = False  # lists can be ordered by it
    on_insert: Literal["now", "version"] | None = None  # what fills it in a new row
    on_update: Literal["now"] | None = None  # what fills it whenever a row changes
    mapper: str = ""  # of `models.base`: makes the mapper's arguments from the column
    references: str = ""  # a table of a capability's, to the key of which it refers
    divides: bool = False  # rows of another value have nothing to do with a row
    """What is unique is so among rows of one value, and rows refer to those of the same."""
    in_links: Use | None = None  # what makes its default in tables of many to many
    policies: tuple[Policy, ...] = ()  # of a table that has it
    existing: tuple[str, ...] = ()
    """SQL that gives it to rows that are there, of `{table}` and at the present, `{{now}}`."""
    existing_value: str = ""  # SQL of what that is, the same for each of them
    stands_for: str = ""  # the field whose values are equal where those in here are
    looked_up: bool = False  # requests look for values in it, by an index


class TableColumn(Record, frozen=True):
    """A column of a table that no entity stands for."""

    name: str
    type: Literal[
        "uuid",
        "string",
        "text",
        "boolean",
        "integer",
        "bigint",
        "datetime",
        "bytes",
        "json",
    ]
    length: int | None = None  # of a string
    nullable: bool = False
    primary: bool = False
    numbered: bool = False  # the database gives each new row the next number
    default: Literal["uuid7", "now"] | None = None  # what fills it in a new row


class TableReference(Record, frozen=True):
    """A foreign key of such a table, to the key of another one of the capability's."""

    column: str
    table: str
    on_delete: Literal["CASCADE", "RESTRICT", "SET NULL"] = "CASCADE"
    target: str = "id"


class AddedTable(Record, frozen=True):
    """A table that no entity stands for; the part has its mapped class."""

    name: str
    columns: tuple[TableColumn, ...]
    references: tuple[TableReference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()  # groups of columns, by name
    indexes: tuple[tuple[str, ...], ...] = ()  # the same


class Copies(Record, frozen=True):
    """A table beside that of an entity, with copies of its rows as they were."""

    name: str  # what they are called beside it, and behind its table's name: "history"
    columns: tuple[
        TableColumn, ...
    ]  # of its own, before those of the rows; its key first


class Scope(Record, frozen=True):
    """Which rows of a table are there for any statement."""

    condition: Use  # its class, which takes no arguments
    sql: str  # the same for partial indexes, in which only these rows are unique
    references: Use  # the base of repositories whose rows refer to such ones
