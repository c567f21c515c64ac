"""What the database holds: columns, constraints, indexes, tables."""

from __future__ import annotations

from typing import Literal

from ...record import Record
from ...resolve.native import EVERYTHING
from ...resolve.types import Index, OwnWords

ConstraintKind = Literal["primary_key", "unique", "check", "foreign_key", "exclude"]
CheckOrigin = Literal[
    "declared",
    "values",
    "minimum",
    "maximum",
    "not_blank",
    "trim",
    "lower",
    "upper",
    "together",
]
OnDelete = Literal["RESTRICT", "CASCADE", "SET NULL", "NO ACTION", "SET DEFAULT"]
OnUpdate = Literal["RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"]
ColumnKind = Literal[
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
    "json",
    "bytes",
]
DefaultKind = Literal[
    "constant",
    "uuid7",
    "now",
    "now_local",  # the present in UTC, without its zone
    "today",
    "code",
    "version",
    "next",
    "sql",
]


class ColumnType(Record, frozen=True):
    """What the database holds in a column; two columns of one type hold the same values."""

    kind: ColumnKind  # an enum, an e-mail, a URL and an IP address are a "string"
    length: int | None = (
        None  # of a string: the most characters that fit, if it is bounded
    )
    precision: int | None = None  # of a decimal: all its digits
    scale: int | None = None  # of a decimal: its digits after the point
    padded: bool = False  # of a string: it is held with blanks at its end, CHAR(n)
    native: str = ""  # of an enum: PostgreSQL's type, where it has one: "order_status"


class PerEngine(Record, frozen=True):
    """SQL as each engine has to read it."""

    postgresql: str  # as PostgreSQL reads it: "CURRENT_TIMESTAMP"
    sqlite: str  # as SQLite reads it, in brackets where it is an expression

    @property
    def is_portable(self) -> bool:
        """True where both engines read the same."""
        return self.postgresql == self.sqlite


class Default(Record, frozen=True):
    """What fills a column when nobody gives a value."""

    kind: DefaultKind  # a "code" is random, a "version" from 1 on, "sql" the database's own
    value: object = None  # of a constant, as a JSON value; the length of a code


class Computed(Record, frozen=True):
    """How the database computes a column from others of its row."""

    sql: PerEngine  # as each engine reads it: "round(price * count, 2)"
    reads: tuple[str, ...]  # the columns that it reads, by their names in the database
    stored: bool  # it has room in the row; a virtual one is worked out when it is read
    said: str  # as the design says it: "price * count"

    @property
    def is_native(self) -> bool:
        """True where it is SQL of the database's own, and not of the language."""
        return self.said.startswith("sql(")


class Sealed(Record, frozen=True):
    """How a column holds its values encrypted."""

    context: str  # what they are bound to beside their row's key: "customers.phone"
    plain: ColumnType  # what the database would hold of them otherwise
    hash: str = ""  # the column beside it that tells equal values: "phone_hash"


class Column(Record, frozen=True):
    """One column of a table."""

    name: str  # in the database: "customer_id"
    field: str  # the design's field that it comes from; empty for a generated key or a trait
    attribute: str  # of the mapped class: "customer_id"
    type: ColumnType  # what the database holds
    nullable: bool  # it may be null
    primary: bool  # it is the primary key, or a part of it
    trait: bool  # it comes from a trait, and stands at the end of the mapped class
    enum: str | None = None  # the enum whose values it holds, by name: "OrderStatus"
    items: ColumnType | None = None  # of a list, held as JSON: the type of one value
    default: Default | None = None  # what it holds where no value is given
    on_update: Default | None = None  # what it gets whenever its row changes
    numbered: bool = False  # the database gives each new row the next number
    was: str = ""  # the name that the field had before, where the design says so
    former: tuple[str, ...] = ()  # every name it may have had, by what says `was`
    key: str = (
        ""  # its name in JSON and in SQLAlchemy's table, where that is another one
    )
    x: OwnWords | None = None  # words of a team's own, as its field says them
    server_default: PerEngine | None = None  # what the database gives, by the design
    computed: Computed | None = None  # how the database computes it, if nobody gives it
    existing: tuple[
        str, ...
    ] = ()  # SQL that gives it to rows that are there before it is
    existing_value: str = ""  # SQL of what that is, where all of them get the same
    sealed: Sealed | None = None  # how it is encrypted, if it is
    hashes: str = ""  # the column whose values it holds hashed: "phone" of "phone_hash"


class Constraint(Record, frozen=True):
    """A constraint of a table."""

    name: str  # in the database: "uq_products_sku"
    kind: ConstraintKind  # what it demands
    columns: tuple[str, ...]  # that it is about, by their names in the database
    origin: CheckOrigin | None = None  # of a check: what of the design it follows from
    enum: str = ""  # of a check of "values": the enum that has them, by name
    expression: str = ""  # of a check: SQL that PostgreSQL and SQLite read alike
    postgresql: str = ""  # of a check: the same, where PostgreSQL has it in other words
    target: str = ""  # of a foreign key: the table that it points to: "customers"
    target_columns: tuple[str, ...] = ()  # of a foreign key: the columns over there
    on_delete: OnDelete | None = None  # of a foreign key: when the row over there goes
    late: bool = False  # a foreign key that is added once both of its tables stand
    keeps: bool = (
        False  # of a foreign key: a row stays as it is while the other is hidden
    )
    message: str = ""  # what a client is told when it is violated
    own_name: bool = False  # the design says its name
    on_update: OnUpdate | None = (
        None  # of a foreign key: when the key over there changes
    )
    deferred: bool = False  # a foreign key that is checked at the commit
    deferrable: bool = False  # one that is at once, unless a transaction says otherwise
    needed: tuple[str, ...] = ()  # of a check of "together": those that are not spare
    only_sqlite: bool = False  # a check that PostgreSQL's own type of the column makes
    unindexed: bool = False  # a foreign key for which no index is made
    period: tuple[str, ...] = ()  # of an exclusion: the columns of its start and end
    range: str = ""  # of an exclusion: PostgreSQL's type of its period: "tstzrange"
    bounds: str = ""  # of an exclusion: "[)" without its end, "[]" with it
    open_ends: tuple[
        str, ...
    ] = ()  # of an exclusion: those of the period that may be null
    where: str = ""  # of an exclusion: SQL that is true of the rows that it covers
    divides: bool = False  # it lets rows refer to those of their own part alone

    @property
    def same(self) -> tuple[str, ...]:
        """The columns of an exclusion in which two rows have to be the same."""
        return tuple(each for each in self.columns if each not in self.period)

    @property
    def is_native(self) -> bool:
        """True for a check that the design says in an engine's own SQL."""
        return self.origin == "declared" and bool(self.postgresql)

    @property
    def demanded(self) -> str:
        """What a check demands, as messages say it: "code ~ '^A' on PostgreSQL"."""
        if not self.is_native:
            return self.expression
        engines = (("PostgreSQL", self.postgresql), ("SQLite", self.expression))
        return " and ".join(
            f"{sql} on {engine}" for engine, sql in engines if sql != EVERYTHING
        )

    @property
    def told(self) -> str:
        """The same in one line: a long rule is cut, and its name says which one it is."""
        said = self.demanded
        if len(said) <= _MOST_TOLD:
            return said
        return f"{said[:_MOST_TOLD].rstrip()}… ({self.name})"


_MOST_TOLD = 100


class TablePython(Record, frozen=True):
    """A table in ready Python."""

    create: str  # the statements of the first migration that make it, indented by four


class Policy(Record, frozen=True):
    """What PostgreSQL lets statements see of a table, and write; one that is true is enough."""

    name: str  # "one_tenant"
    sql: str  # that is true of such rows


class Table(Record, frozen=True):
    """One table of the database, whatever it is there for."""

    name: str  # in the database: "order_lines"
    entity: str  # the entity whose rows, or whose links, it holds; empty for neither
    link: str  # the field that it joins the rows of two entities for: "tags"; or empty
    columns: tuple[Column, ...]  # in order
    constraints: tuple[Constraint, ...]  # the primary key first
    indexes: tuple[Index, ...]  # but for those that constraints bring along
    python: TablePython  # the same in ready Python
    policies: tuple[Policy, ...] = ()  # of PostgreSQL's row security, which forces them
    copies: str = ""  # the entity of whose rows it holds copies, as they were: "Order"
    called: str = ""  # what these are called beside it: "history"


class Migration(Record, frozen=True):
    """What the first migration does beside making each table, in ready Python."""

    imports: tuple[str, ...]  # lines beside those that import SQLAlchemy and Alembic
    late: tuple[str, ...]  # statements that add foreign keys once all tables exist
    downgrade: tuple[str, ...]  # statements that undo it, in order
    helpers: tuple[str, ...] = ()  # functions that the statements call, at the end
    types: tuple[
        str, ...
    ] = ()  # statements that make PostgreSQL's enums, before all else
    extensions: tuple[
        str, ...
    ] = ()  # statements that see to PostgreSQL's, at the start
