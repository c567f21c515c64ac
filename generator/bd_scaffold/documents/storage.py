"""How PostgreSQL lays rows and the entries of indexes into pages: arithmetic, and nothing else.

Pages, headers and alignment are as "Database Page Layout" of PostgreSQL's manual has them, and
the entries of indexes as its sources do (`nbtree.h`, `ginblock.h`). What is filled in no order
leaves pages as full as B-trees do on average: ln 2 of them (Yao, 1978).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..record import Record

PAGE = 8192
_PAGE_HEADER = 24
_POINTER = 4  # to each item of a page
_ROW_HEADER = 23
_ALIGNED = 8
_SHORT = 126  # bytes: a value up to here has a header of one byte, and isn't aligned

_MOVED_FROM = 2032  # bytes of a row from which its largest values are moved out
_MOVED_POINTER = 18
_CHUNK = 1996
_CHUNK_ROW = 2032

_TREE_PAGE = PAGE - _PAGE_HEADER - 16
_ENTRY_HEADER = 8
_LEAF_FILL = 0.9
_INNER_FILL = 0.7
_RANDOM_FILL = math.log(2)
_SHARED_FILL = 0.66
_CROWDED_FILL = 0.94
_CROWDED = 1300  # entries of one value that fill a page or more
_SHARED_ENTRY = 1352  # bytes: what one entry for many rows takes at most
_ROW_ADDRESS = 6
_META_PAGES = 1
_ALL_APART = 100  # times as many values as rows: hardly two rows are alike

_OVERLAPPING_FILL = 0.72
"""Of GiST's pages: servers fill them from 50 % to 90 %, by what comes in which order."""
_RANGE_HEADER = 4 + 1  # the type of a range before its ends, and its flags behind them

_WORD_HEADER = 30
_WORD_FILL = 0.55
_NEAR, _FAR = 8, 1024  # blocks between two rows with a word: two bytes, three bytes


class Value(Record, frozen=True):
    """What a column holds on average."""

    width: float  # bytes, without the header of what varies
    align: int = 1
    varies: bool = False  # it has a header that says how long it is
    fixed: bool = True  # it is as long in each row
    empty: bool = False  # it is null


class Row(Record, frozen=True):
    """A row of a table."""

    width: float  # in its page, with its header and its padding
    fixed: bool  # it is as wide as all others
    moved: float = 0  # bytes of its values that are moved out of it
    pointer: int = _POINTER  # bytes by which its page finds it

    @property
    def room(self) -> float:
        """The bytes that it takes of its page."""
        return self.width + self.pointer


class _Filled(Record, frozen=True):
    """Bytes so far, and whether where they end is known to the byte."""

    width: float
    known: bool = True

    def aligned(self, to: int) -> _Filled:
        """Return the same with the padding before what begins at a multiple."""
        if to == 1:
            return self
        if self.known:
            return _Filled(math.ceil(self.width / to) * to)
        return _Filled(self.width + (to - 1) / 2, known=False)

    def add(self, value: Value) -> _Filled:
        """Return the same with a value behind."""
        if value.empty:
            return self
        if value.varies and value.width <= _SHORT:
            before, width = self, 1 + value.width
        elif value.varies:
            before, width = self.aligned(4), 4 + value.width
        else:
            before, width = self.aligned(value.align), value.width
        known = (before.known or value.align == _ALIGNED) and value.fixed
        return _Filled(before.width + width, known)


def row_of(values: Iterable[Value]) -> Row:
    """Return how wide rows of such values are: their header, and padding as columns stand."""
    listed = [*values]
    bitmap = math.ceil(len(listed) / 8) if any(v.empty for v in listed) else 0
    head = math.ceil((_ROW_HEADER + bitmap) / _ALIGNED) * _ALIGNED
    kept, moved = _kept(listed, head)
    return Row(_body(kept, head).width, all(v.fixed for v in kept), moved)


def _body(values: Iterable[Value], head: int) -> _Filled:
    filled = _Filled(head)
    for each in values:
        filled = filled.add(each)
    return filled.aligned(_ALIGNED)


def _kept(values: list[Value], head: int) -> tuple[list[Value], float]:
    """Return what stays in a row that is too wide, and the bytes that are moved out."""
    moved = 0.0
    while _body(values, head).width > _MOVED_FROM:
        large = [v for v in values if v.varies and v.width > _MOVED_POINTER]
        if not large:
            break
        largest = max(large, key=lambda v: v.width)
        moved += largest.width
        stub = Value(_MOVED_POINTER - 1, varies=True)
        values = [stub if v is largest else v for v in values]
    return values, moved


def table_bytes(rows: int, row: Row) -> int:
    """Return how large a table of such rows is: whole pages, nothing dead in them."""
    room = PAGE - _PAGE_HEADER
    if row.fixed:
        each: float = room // (row.width + _POINTER)
    else:  # the next one doesn't fit, on average
        each = (room - row.width / 2) / (row.width + _POINTER)
    return math.ceil(rows / max(1, each)) * PAGE


def moved_bytes(rows: int, row: Row) -> int:
    """Return how large the table beside it is, with what was moved out, and its index."""
    if not row.moved:
        return 0
    chunks = rows * math.ceil(row.moved / _CHUNK)
    in_page = 4
    return math.ceil(chunks / in_page) * PAGE + tree_bytes(
        chunks, (Value(4, 4), Value(4, 4)), chunks, in_order=True
    )


def entry_width(values: Iterable[Value]) -> float:
    """Return how wide an entry of a B-tree is, with the pointer to it."""
    listed = [*values]
    head = 2 * _ENTRY_HEADER if any(v.empty for v in listed) else _ENTRY_HEADER
    return _body(listed, head).width + _POINTER


def tree_bytes(
    rows: int,
    values: Iterable[Value],
    distinct: float,
    *,
    in_order: bool,
    shares: bool = True,
    built: bool = False,
) -> int:
    """Return how large a B-tree is.

    Rows of one value share an entry where it `shares`. Pages are full to nine tenths where
    entries come `in_order`, or the whole index is `built` at once.
    """
    if rows == 0:
        return PAGE
    entry = entry_width(values)
    alike = rows / distinct
    leaf = entry
    shared = shares and alike > 1
    if shared:
        leaf = _shared(entry - _POINTER, alike) / alike
    fill = _LEAF_FILL
    if shared and alike >= _CROWDED:
        fill = _LEAF_FILL if built else _CROWDED_FILL
    elif not in_order and not built:
        fill = _SHARED_FILL if shared else _RANDOM_FILL
    pages = _META_PAGES
    level = math.ceil(rows * leaf / (_TREE_PAGE * fill - leaf))
    pages += level
    while level > 1:
        level = math.ceil(level * entry / (_TREE_PAGE * _INNER_FILL))
        pages += level
    return pages * PAGE


def range_of(start: Value, end: Value) -> Value:
    """Return what an index holds of a period."""
    ends = sum(v.width + v.varies for v in (start, end))
    return Value(_RANGE_HEADER + ends, varies=True)


def bounds_of(value: Value) -> Value:
    """Return what `btree_gist` holds of a value: from where to where it is, twice the same."""
    if value.varies:
        return Value(4 + value.width, varies=True, fixed=value.fixed)
    return Value(2 * value.width, value.align)


def overlaps_bytes(rows: int, entry: float) -> int:
    """Return how large an index of GiST is that rows have filled, of entries of that width."""
    if rows == 0:
        return PAGE
    pages, level = 0, rows
    while level > 1:
        level = math.ceil(level * entry / (_TREE_PAGE * _OVERLAPPING_FILL))
        pages += level
    return max(1, pages) * PAGE


def _shared(single: float, alike: float) -> float:
    """Return the bytes of the entries that rows of one value share, with their pointers."""
    most = max(1, (_SHARED_ENTRY - single) // _ROW_ADDRESS)
    entries = math.ceil(alike / most)
    addresses = min(
        2 * (alike - 1), alike
    )  # a row that is alone has none beside its entry
    return entries * (single + _POINTER) + addresses * _ROW_ADDRESS


def distinct_in(rows: int, values: int) -> float:
    """Return how many of some values occur in rows that have them by chance."""
    if values >= rows * _ALL_APART:
        return max(1, rows)
    return max(1, values * -math.expm1(-rows / max(1, values)))


def words_bytes(rows: int, words: float, distinct: int, table: int) -> int:
    """Return how large an index of words is that was built at once, for a table's bytes."""
    if rows == 0:
        return 2 * PAGE
    known = max(1, min(distinct, int(rows * words)))
    alike = rows * words / known
    apart = table / PAGE / alike  # pages from one row with a word to the next
    each = 1 if apart < 1 else 2 if apart <= _NEAR else 3 if apart <= _FAR else 4
    used = known * (_WORD_HEADER + alike * each) / _WORD_FILL
    return (math.ceil(used / PAGE) + 2) * PAGE
