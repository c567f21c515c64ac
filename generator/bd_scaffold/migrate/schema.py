"""The tables of a model as migrations see them: what a column is called, and filled by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..model.python.columns import is_counted
from ..model.python.migration import native_types
from ..model.server_defaults import MADE, portable_sql
from ..model.types import Column as ModelColumn
from ..model.types import (
    ColumnKind,
    ColumnType,
    Computed,
    Constraint,
    Index,
    Model,
    PerEngine,
    Policy,
    Sealed,
)
from ..model.types import Table as ModelTable
from ..names import python_string as quoted
from ..record import Record, replace

_LARGE = 1_000_000
_MADE = {
    "uuid7": "uuid",
    **{each: each for each in ("now", "now_local", "today", "next", "sql")},
}


_KINDS = {"now": "datetime", "now_local": "datetime_local", "today": "date"}
_PRESENT = {
    name: PerEngine(MADE[kind].postgresql, f"({MADE[kind].sqlite})")
    for name, kind in _KINDS.items()
}
"""The present moment as each engine keeps it: SQLite's own has no part of a second."""


class Guard(Record, frozen=True):
    """A count of rows that has to be zero, or nothing changes."""

    rows: str  # what they are, after their number: "rows of products have a longer sku"
    sql: str
    postgresql: str = ""  # the same for PostgreSQL, where it asks something else


class Fill(Record, frozen=True):
    """What rows get that have no value yet."""

    kind: str  # a column's own, as the model calls it, or "given", "uuid", "number", "name"
    sql: str = ""  # a constant that both engines write alike
    source: str = ""  # a constant that they do not, as Python; or a code's length
    given: PerEngine | None = None  # what somebody said that rows get
    by_default: bool = False  # it is the column's own default in the database
    guards: tuple[Guard, ...] = ()  # what has to be true of the rows that got it
    where: str = ""  # SQL that is true of the rows that get what somebody said
    statements: tuple[str, ...] = ()  # that give it to rows which are there
    value: str = ""  # SQL of what these give, where it is one value for all
    ends: PerEngine | None = None  # of a period of its own: an end, by `counted.place`

    @property
    def by_row(self) -> bool:
        """True where each row gets a value of its own."""
        return self.kind in ("uuid", "code", "number", "name", "next")


class Column(Record, frozen=True):
    """A column; `fill` is None where nobody can know what it would hold."""

    name: str
    subject: str  # as the design calls it: "Product.sku"
    type: ColumnType
    nullable: bool
    fill: Fill | None = None
    items: ColumnType | None = None  # of a list: what one of its values would be
    enum: str = ""  # of a list of an enum's values: the enum, by name
    listed: tuple[str, ...] = ()  # these values
    is_part: bool = False  # another column comes from the same field
    numbered: bool = False  # a key: the database gives each new row the next number
    counted: bool = False  # no key, and the database gives each new row the next number
    server_default: PerEngine | None = None  # what the database gives, by the design
    computed: Computed | None = None  # how the database computes it
    sealed: Sealed | None = None  # how it is encrypted
    hashes: str = ""  # the column whose values it holds hashed

    def is_made_like(self, other: Column) -> bool:
        """Tell whether two columns are computed alike, or have both values of their own."""
        one, two = self.computed, other.computed
        if one is None or two is None:
            return one is two
        alike = (one.sql, one.stored) == (two.sql, two.stored)
        return alike and self.stores_like(other)

    @property
    def fillable(self) -> str:
        """What `--fill` calls it: by its own name where its field has several columns."""
        if not self.is_part:
            return self.subject
        return f"{self.subject.partition('.')[0]}.{self.name}"

    @property
    def fills_itself(self) -> bool:
        """True where rows that are there get its default as it comes."""
        return not self.nullable and self.fill is not None and self.fill.by_default

    @property
    def comes_filled(self) -> bool:
        """True where rows that say nothing of it are sound."""
        return self.nullable or self.fills_itself or self.computed is not None

    @property
    def meanwhile(self) -> PerEngine | None:
        """What the database can give the rows of code that knows nothing of it."""
        if self.fill is None:
            return None
        sql = self.fill.sql
        return PerEngine(sql, sql) if sql else _PRESENT.get(self.fill.kind)

    def stores_like(self, other: Column) -> bool:
        """Tell whether rows hold the same in another column, whatever its default."""
        return (self.type, self.nullable) == (other.type, other.nullable)

    @property
    def given(self) -> tuple[PerEngine | None, bool]:
        """What the database gives a row that says nothing of it."""
        return self.server_default, self.counted

    @property
    def is_given(self) -> bool:
        """True where somebody said what rows get in it."""
        return self.fill is not None and bool(self.fill.given or self.fill.ends)


class Table(Record, frozen=True):
    """A table of an entity, of a many-to-many relation, or of neither."""

    name: str
    subject: str  # "Product", "Product.tags"
    columns: tuple[Column, ...]
    constraints: tuple[
        Constraint, ...
    ]  # those that close a circle of tables among them
    indexes: tuple[Index, ...]
    large: bool = False  # it has too many rows to keep writers waiting
    policies: tuple[Policy, ...] = ()  # that PostgreSQL holds its rows to

    @property
    def numbered(self) -> str:
        """The column that the database numbers, if there is one."""
        return next((each.name for each in self.columns if each.numbered), "")

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return next(c.columns for c in self.constraints if c.kind == "primary_key")

    def subject_of(self, columns: Sequence[str]) -> str:
        """Return what the design calls columns together: "Address.street+city"."""
        fields = {each.name: each.subject.rpartition(".")[2] for each in self.columns}
        about = "+".join(dict.fromkeys(fields[each] for each in columns))
        entity = self.subject.partition(".")[0]
        return f"{entity}.{about}" if about else entity


class Schema(Record, frozen=True):
    """Every table by its name, each after those that it points to but for what is late."""

    by_name: Mapping[str, Table]
    types: Mapping[str, tuple[str, ...]]  # PostgreSQL's own of enums, by name

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in an order in which they can be made."""
        return tuple(self.by_name.values())

    @property
    def late(self) -> Iterator[tuple[Table, Constraint]]:
        """The foreign keys that close a circle of tables, each with its table."""
        for table in self.tables:
            yield from ((table, each) for each in table.constraints if each.late)


def schema_of(model: Model) -> Schema:
    """Return the tables that a model's design asks for."""
    values = {each.name: each.values for each in model.enums}
    volumes = {entity.name: entity.volume or 0 for entity in model.entities}
    return Schema(
        {
            name: Table(
                name=name,
                subject=_subject(table),
                columns=_columns(table, values),
                constraints=table.constraints,
                indexes=table.indexes,
                large=volumes.get(table.entity or table.copies, 0) >= _LARGE,
                policies=table.policies,
            )
            for name, table in model.tables.items()
        },
        native_types(model.enums, model.tables),
    )


def _subject(table: ModelTable) -> str:
    if table.copies:
        return f"{table.copies}.{table.called}"
    return f"{table.entity}.{table.link}" if table.link else table.entity or table.name


def _about(table: ModelTable) -> str:
    """Return what a table's columns are said to be of: copies of a row are of its entity."""
    return table.entity or table.copies or table.name


def _columns(
    table: ModelTable, values: Mapping[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    of_field = Counter(each.field for each in table.columns if each.field)
    return tuple(
        _column(table, each, values, is_part=of_field[each.field] > 1)
        for each in table.columns
    )


def _column(
    table: ModelTable,
    column: ModelColumn,
    values: Mapping[str, tuple[str, ...]],
    *,
    is_part: bool,
) -> Column:
    return Column(
        name=column.name,
        subject=f"{_about(table)}.{column.field or column.hashes or column.name}",
        type=column.type,
        nullable=column.nullable,
        fill=_fill(column),
        items=column.items,
        enum=column.enum or "" if column.items else "",
        listed=values.get(column.enum or "", ()) if column.items else (),
        is_part=is_part,
        numbered=column.numbered,
        counted=is_counted(column.default),
        server_default=column.server_default,
        computed=column.computed,
        sealed=column.sealed,
        hashes=column.hashes,
    )


def _fill(column: ModelColumn) -> Fill | None:
    fill = _made(column)
    if fill is None and column.existing:
        value = column.existing_value
        return Fill("existing", statements=column.existing, value=value)
    if fill is None or column.server_default is None:
        return fill
    return replace(fill, by_default=True)


def _made(column: ModelColumn) -> Fill | None:
    default = column.default
    if default is None:
        return None
    match default.kind:
        case "constant":
            is_null = default.value is None
            return None if is_null else _constant(default.value, column.type.kind)
        case "code":
            return Fill("code", source=str(default.value))
        case "version":
            return Fill("constant", "1")
        case made:
            return Fill(_MADE[made])


def _constant(value: object, kind: ColumnKind) -> Fill:
    text = str(value)
    if kind == "datetime":
        return Fill("constant", source=f"dt.datetime.fromisoformat({quoted(text)})")
    if kind == "bytes":
        return Fill("constant", source=f"base64.b64decode({quoted(text)})")
    return Fill("constant", portable_sql(value, kind))
