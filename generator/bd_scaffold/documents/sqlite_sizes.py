"""How large the tables of a design become in SQLite's file.

Records and pages are as "Database File Format" of SQLite has them: a page of 4,096 bytes, in which
each row is a cell of its length, its number and its values, with a byte for the type of each.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from ..model.types import Column, Model, Table
from ..record import replace
from ..resolve.types import Enum, Schema
from .sizes import Bytes, Expected, IndexSize, Tables, TableSize, indexes_of
from .storage import Row, Value
from .widths import is_mark, value_of

PAGE = 4096
_LEAF_HEADER = 8
_INNER_HEADER = 12
_POINTER = 2  # to each cell of a page
_CHILD = 4  # the number of the page below
_LONG = 58  # bytes: a text from here on has a type of two bytes
_IN_PAGE = PAGE - 35  # bytes of a record that stay in the page of its row
_TREE_FILL = 0.87
"""Of an index: neighbours share their entries before a page is split."""

_STORED: Mapping[str, tuple[int, bool]] = {
    "smallint": (2, False),
    "integer": (4, False),
    "bigint": (8, False),
    "float": (8, False),
    "decimal": (8, False),
    "boolean": (0, False),
    "date": (10, True),
    "time": (15, True),
    "datetime": (26, True),
    "datetime_local": (26, True),
    "uuid": (32, True),
}
"""The bytes of each type that is always as wide, and whether they are a text."""


def sqlite_sizes_of(
    model: Model, expected: Mapping[str, Expected]
) -> Iterator[TableSize]:
    """Yield every table of a model as SQLite stores it."""
    tables = _InFile(model, expected)
    for table in model.tables.values():
        yield tables.size_of(table)


class _InFile(Tables):
    """The tables of a model in SQLite's file."""

    def size_of(self, table: Table) -> TableSize:
        expected = self.rows_of(table)
        values = self.values_of(table, expected)
        whole = _record(values[each.name] for each in table.columns)
        rows = (expected.rows, expected.later) if expected else (0, 0)
        kept = whole if whole <= _IN_PAGE else _stays(whole)
        width = _length(whole) + _number(rows[0]) + kept
        row = Row(width, fixed=False, moved=whole - kept, pointer=_POINTER)
        indexes = tuple(self._entries(table, values, expected))
        if expected is None:
            return TableSize(table.name, row, None, None, None, indexes)
        heap = Bytes(*(_table(n, row) for n in rows))
        moved = Bytes(*(n * math.ceil(row.moved / (PAGE - 4)) * PAGE for n in rows))
        return TableSize(table.name, row, expected, heap, moved, indexes)

    def value_of(
        self, column: Column, schema: Schema | None, scale: float = 1
    ) -> Value:
        return _value(column, schema, self.enums, scale)

    def _entries(
        self, table: Table, values: Mapping[str, Value], expected: Expected | None
    ) -> Iterator[IndexSize]:
        """Yield the indexes that there are in the file: an exclusion is a trigger here."""
        for index in indexes_of(table):
            held = index.method == "gist" or index.language
            if held or (index.columns and _is_number(table, index.columns)):
                continue
            counts = (expected.rows, expected.later) if expected else (0, 0)
            used = [values[c] for c in index.columns if c in values]
            entries = [_entry(used, n) for n in counts]
            sizes = Bytes(*(_tree(n, e) for n, e in zip(counts, entries, strict=True)))
            yield IndexSize(
                name=index.name,
                columns=index.columns,
                method="btree",
                entry=entries[0],
                unique=index.unique,
                where=index.where,
                size=sizes if expected else None,
            )


def _is_number(table: Table, columns: tuple[str, ...]) -> bool:
    """Tell whether a key is the number of its row, for which SQLite keeps no index."""
    keys = [each for each in table.columns if each.primary]
    return (
        len(keys) == 1 and columns == (keys[0].name,) and keys[0].type.kind == "integer"
    )


def _value(
    column: Column, schema: Schema | None, enums: Mapping[str, Enum], scale: float
) -> Value:
    if is_mark(column) or (column.computed is not None and not column.computed.stored):
        return Value(0, empty=True)
    if column.primary and column.numbered and column.type.kind == "integer":
        return Value(0, empty=True)
    if column.type.kind in _STORED and column.items is None and not column.sealed:
        width, text = _STORED[column.type.kind]
        return Value(width, varies=text)
    plain = replace(column, type=replace(column.type, native=""))
    return value_of(plain, schema, enums, scale)


def _record(values: Iterable[Value]) -> float:
    """Return the bytes of a record: the types of its values, and these."""
    return 1 + sum(
        v.width + (2 if v.varies and v.width >= _LONG else 1) for v in values
    )


def _length(record: float) -> int:
    """Return the bytes that say how long a record is."""
    return 1 if record < 1 << 7 else 2


def _number(rows: int) -> int:
    """Return the bytes of most rows' numbers."""
    return max(1, math.ceil(math.log2(max(2, rows)) / 7))


def _stays(record: float) -> float:
    """Return what stays in a page of a record that does not fit into it, on average."""
    least = (PAGE - 12) * 32 // 255 - 23
    return (least + min(record, _IN_PAGE)) / 2


def _table(rows: int, row: Row) -> int:
    """Return how large a table of such rows is, whose pages are filled one after the other."""
    if rows == 0:
        return PAGE
    each = (PAGE - _LEAF_HEADER - row.width / 2) / (row.width + _POINTER)
    pages = level = math.ceil(rows / max(1, each))
    while level > 1:
        cell = _CHILD + _number(rows) + _POINTER
        level = math.ceil(level * cell / (PAGE - _INNER_HEADER))
        pages += level
    return pages * PAGE


def _entry(values: Iterable[Value], rows: int) -> float:
    """Return how wide an entry of an index is: its values, the number of its row, a pointer."""
    number = Value(_number_stored(rows))
    record = _record((*values, number))
    return _length(record) + record + _POINTER


def _number_stored(rows: int) -> int:
    """Return the bytes of a row's number as a value."""
    return next(n for n in (1, 2, 3, 4, 6, 8) if rows < 1 << (8 * n - 1) or n == 8)


def _tree(rows: int, entry: float) -> int:
    """Return how large an index is that rows have filled."""
    if rows == 0:
        return PAGE
    pages = level = math.ceil(rows * entry / ((PAGE - _LEAF_HEADER) * _TREE_FILL))
    while level > 1:
        level = math.ceil(
            level * (entry + _CHILD) / ((PAGE - _INNER_HEADER) * _TREE_FILL)
        )
        pages += level
    return pages * PAGE
