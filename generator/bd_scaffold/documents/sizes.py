"""How large the tables of a design become, with their indexes, now and in three years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model.types import Column, Constraint, Entity, Model, Table
from ..record import Record
from ..resolve.types import Index, Schema
from .growth import Growth
from .storage import (
    Row,
    Value,
    bounds_of,
    distinct_in,
    entry_width,
    moved_bytes,
    overlaps_bytes,
    range_of,
    row_of,
    table_bytes,
    tree_bytes,
    words_bytes,
)
from .widths import is_mark, value_of

YEARS = 3

LINKS = 3
"""What a row has on average in a relation to many: a choice, as of the items of a list."""

_LETTERS_A_WORD = 7
_WORDS = 20_000
"""Different words of a language that texts are of."""

_UNSHARED = frozenset({"decimal", "float", "json"})
"""Types of which values that compare equal may be written in two ways: each has its entry."""

_FEW = 100
"""Values of a first column behind each of which an index grows at its end."""

_ASCENDING = frozenset({"uuid7", "now", "now_local", "next"})


class Expected(Record, frozen=True):
    """What a design says of an entity's rows."""

    rows: int
    growth: Growth | None = None
    width: int | None = None  # bytes that the values of a row have, on average
    then: int | None = None  # rows in three years, where others say how many

    @property
    def later(self) -> int:
        """How many there are in three years."""
        if self.then is not None:
            return self.then
        return self.growth.after(self.rows, YEARS) if self.growth else self.rows


class Bytes(Record, frozen=True):
    """How much something takes, now and in three years."""

    now: int
    later: int

    def __add__(self, other: Bytes) -> Bytes:
        return Bytes(self.now + other.now, self.later + other.later)


def together(sizes: Iterable[Bytes | None]) -> Bytes:
    """Return what all of it takes that is known."""
    return sum((each for each in sizes if each is not None), Bytes(0, 0))


class IndexSize(Record, frozen=True):
    """An index, and how large it becomes."""

    name: str
    columns: tuple[str, ...]
    method: str  # "btree", "gin"
    entry: float | None  # bytes of an entry, with the pointer to it; of a tree alone
    unique: bool
    where: str  # what is true of the rows that it covers: then it is smaller than said
    size: (
        Bytes | None
    )  # not there where nobody says how many rows there are, or of what


class TableSize(Record, frozen=True):
    """A table, and how large it becomes."""

    name: str
    row: Row
    expected: Expected | None
    heap: Bytes | None  # not there where nobody says how many rows there are
    moved: Bytes | None  # what large values take, beside it
    indexes: tuple[IndexSize, ...]

    @property
    def data(self) -> Bytes:
        """The rows, with what is moved out of them; nothing where they are not known."""
        return together((self.heap, self.moved))

    @property
    def index_data(self) -> Bytes:
        """All indexes, but for those of which the size is not known."""
        return together(each.size for each in self.indexes)


def sizes_of(
    model: Model, expected: Mapping[str, Expected], *, built: bool = False
) -> Iterator[TableSize]:
    """Yield every table of a model; `expected` says of entities, by name, what rows they have.

    Indexes are as rows fill them one by one, or as they are after they are `built` again.
    """
    tables = Tables(model, expected, built=built)
    for table in model.tables.values():
        yield tables.size_of(table)


class Tables:
    """The tables of a model on PostgreSQL, with what is known of the rows of each."""

    def __init__(
        self, model: Model, expected: Mapping[str, Expected], *, built: bool = False
    ) -> None:
        self._built = built
        self.enums = {each.name: each for each in model.enums}
        self._expected = expected
        self._entities = {each.name: each for each in model.entities}
        self._by_table = {each.table: each.name for each in model.entities}

    def size_of(self, table: Table) -> TableSize:
        """Return a table, and how large it becomes."""
        expected = self.rows_of(table)
        values = self.values_of(table, expected)
        row = row_of(values[each.name] for each in table.columns)
        indexes = tuple(self._indexes(table, values, expected, row))
        if expected is None:
            return TableSize(table.name, row, None, None, None, indexes)
        now, later = expected.rows, expected.later
        return TableSize(
            name=table.name,
            row=row,
            expected=expected,
            heap=Bytes(table_bytes(now, row), table_bytes(later, row)),
            moved=Bytes(moved_bytes(now, row), moved_bytes(later, row)),
            indexes=indexes,
        )

    def rows_of(self, table: Table) -> Expected | None:
        """Return what is known of a table's rows; nothing of copies, and of a capability's own."""
        found = None if table.copies else self._expected.get(table.entity)
        return self._links_of(table, found) if table.link and found else found

    def _links_of(self, table: Table, owner: Expected) -> Expected:
        """Return how many links there are: so many for each row, and each of them once."""
        links = self._entities[table.entity].links
        target = next((e.target for e in links if e.field == table.link), "")
        other = self._expected.get(target)
        now, later = (
            owner.rows * min(LINKS, other.rows if other else LINKS),
            owner.later * min(LINKS, other.later if other else LINKS),
        )
        return Expected(now, then=later)

    def values_of(self, table: Table, expected: Expected | None) -> dict[str, Value]:
        """Return what each column of a table holds on average, by its name."""
        schemas = _schemas(self._entities.get(table.entity or table.copies))
        usual = {
            each.name: self.value_of(each, schemas.get(each.attribute))
            for each in table.columns
        }
        said = expected.width if expected else None
        varying = sum(v.width for v in usual.values() if not v.fixed)
        if said is None or not varying:
            return usual
        rest = said - sum(v.width for v in usual.values() if v.fixed)
        scale = max(rest, 0) / varying
        return {
            each.name: self.value_of(each, schemas.get(each.attribute), scale)
            for each in table.columns
        }

    def value_of(
        self, column: Column, schema: Schema | None, scale: float = 1
    ) -> Value:
        """Return what a column holds; `scale` is by how much what varies is wider than usual."""
        return value_of(column, schema, self.enums, scale)

    def _indexes(
        self,
        table: Table,
        values: Mapping[str, Value],
        expected: Expected | None,
        row: Row,
    ) -> Iterator[IndexSize]:
        periods = {e.name: e for e in table.constraints if e.kind == "exclude"}
        for index in indexes_of(table):
            used = [values[c] for c in (*index.columns, *index.include) if c in values]
            method = index.method or "btree"
            if index.name in periods:
                used = [*_of_period(periods[index.name], values)]
            known = method == "btree" or index.name in periods
            yield IndexSize(
                name=index.name,
                columns=index.columns,
                method=method,
                entry=entry_width(used) if known else None,
                unique=index.unique,
                where=index.where,
                size=self._size(table, index, used, expected, row),
            )

    def _size(
        self,
        table: Table,
        index: Index,
        used: list[Value],
        expected: Expected | None,
        row: Row,
    ) -> Bytes | None:
        if expected is None:
            return None
        counts = (expected.rows, expected.later)
        if index.language:
            words = sum(v.width for v in used) / _LETTERS_A_WORD
            found = [words_bytes(n, words, _WORDS, table_bytes(n, row)) for n in counts]
        elif index.method in ("", "btree"):
            found = [
                tree_bytes(
                    rows,
                    used,
                    (
                        rows
                        if index.unique
                        else self._distinct(table, index, rows, later=later)
                    ),
                    in_order=self._in_order(table, index),
                    shares=_shares(table, index),
                    built=self._built,
                )
                for later, rows in enumerate(counts)
            ]
        elif any(each.name == index.name for each in table.constraints):
            found = [overlaps_bytes(rows, entry_width(used)) for rows in counts]
        else:
            return None
        return Bytes(*found)

    def _distinct(self, table: Table, index: Index, rows: int, *, later: int) -> float:
        """Return how many values an index has that are different: at most one for each row."""
        found = 1
        for each in _columns(table, index):
            known = self._values_of(table, each, rows, later=later)
            if known is None:
                return rows
            found *= known
        return distinct_in(rows, found)

    def _values_of(
        self, table: Table, column: Column, rows: int, *, later: int
    ) -> int | None:
        """Return how many different values a column has, where that is known."""
        if is_mark(column):
            return 1
        if column.type.kind == "boolean":
            return 2
        if column.enum in self.enums:
            return len(self.enums[column.enum].values)
        for each in table.constraints:
            if each.kind == "foreign_key" and each.columns[-1] == column.name:
                target = self._expected.get(self._by_table.get(each.target, ""))
                if target is None:
                    return rows  # as many as there are rows of its own, by chance
                return target.later if later else target.rows
        return None

    def _in_order(self, table: Table, index: Index) -> bool:
        """Tell whether new entries come to an end of an index, or to few ends of it."""
        for each in _columns(table, index):
            if each.default is not None and each.default.kind in _ASCENDING:
                return each.on_update is None
            if each.numbered:
                return True
            known = self._values_of(table, each, _FEW + 1, later=0)
            if known is None or known > _FEW:
                return False
        return False


def _schemas(entity: Entity | None) -> dict[str, Schema]:
    return {each.attribute: each.schema for each in entity.properties} if entity else {}


def indexes_of(table: Table) -> Iterator[Index]:
    """Yield all indexes of a table, those first that constraints bring along."""
    for each in table.constraints:
        if each.kind in ("primary_key", "unique", "exclude"):
            yield _of_constraint(each)
    yield from table.indexes


def _of_constraint(constraint: Constraint) -> Index:
    method = "gist" if constraint.kind == "exclude" else ""
    unique = constraint.kind != "exclude"
    return Index(
        constraint.name,
        constraint.columns,
        unique,
        origin="lookup",
        method=method,
        where=constraint.where,
    )


def _of_period(constraint: Constraint, values: Mapping[str, Value]) -> Iterator[Value]:
    """Yield what the index of an exclusion holds: what rows share, and their period."""
    yield from (bounds_of(values[each]) for each in constraint.same)
    start, end = (values[each] for each in constraint.period)
    yield range_of(start, end)


def _columns(table: Table, index: Index) -> list[Column]:
    by_name = {each.name: each for each in table.columns}
    return [by_name[name] for name in index.columns if name in by_name]


def _shares(table: Table, index: Index) -> bool:
    """Tell whether rows of one value share an entry."""
    if index.unique or index.include:
        return False
    return all(c.type.kind not in _UNSHARED for c in _columns(table, index))
