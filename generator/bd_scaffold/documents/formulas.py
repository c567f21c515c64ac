"""How sizes are worked out, in words for the database page: each formula with its source."""

from __future__ import annotations

from ..model.types.figures import Figure
from .sizes import LINKS
from .widths import ASSUMED

_LAYOUT = 'PostgreSQL 18, "Database Page Layout" (storage-page-layout)'
_TREE = 'PostgreSQL 18, "B-Tree Indexes" (btree) and its sources (nbtree.h)'

ON_PAGES = (
    Figure(
        "Row width",
        "24 + values + padding, a multiple of 8",
        _LAYOUT,
        "a header of 23 bytes, and a bit per column if one is null, padded to a multiple of 8; "
        "each value aligned to 1, 2, 4 or 8 bytes by its type, in the order of the columns; a "
        "length of 1 byte before a variable value of up to 126 bytes, else of 4",
    ),
    Figure(
        "Table size",
        "pages of 8,192 bytes",
        _LAYOUT,
        "rows ÷ ⌊(8,192 − 24) ÷ (row + 4)⌋",
    ),
    Figure(
        "Rows of a join table",
        f"{LINKS} per row",
        "a choice: the design states no number of links",
        f"rows of the entity with the relation × {LINKS}, or × the rows of the other one if there "
        "are fewer",
    ),
    Figure(
        "Values over about 2 kB",
        "in the TOAST table",
        'PostgreSQL 18, "TOAST" (storage-toast)',
        "chunks of 1,996 bytes, four per page, and their index; without compression",
    ),
    Figure(
        "B-tree entry",
        "8 + values + padding + 4",
        _TREE,
        "a multiple of 8, and the pointer to it; rows with the same value share an entry, with 6 "
        "bytes each, unless the index is unique or includes other columns",
    ),
    Figure(
        "Fill of B-tree pages",
        "90 % or 69 %",
        f"{_TREE}; A. C. Yao, On random 2-3 trees, 1978",
        "90 % where new entries are appended, as with UUIDv7 keys and times of creation; else "
        "ln 2 on average, and between 50 % and 90 % at any time",
    ),
    Figure(
        "Full-text index (GIN)",
        "30 bytes per word, 1 to 4 per row with it",
        "measured on PostgreSQL 18.4, 29 November 2026; within 35 %",
        "pages 55 % full; 20,000 distinct words, of 7 characters with the blank",
    ),
    Figure(
        "Index of an exclusion (GiST)",
        "8 + shared values, twice + period + 4",
        "measured on PostgreSQL 18.4 and 15.18, 29 November 2026; within 35 %",
        "a multiple of 8, and the pointer to it; a period has 5 bytes and its ends; pages 72 % "
        "full, and between 50 % and 90 % at any time",
    ),
    Figure("Value widths", "assumed where the design states no `bytes`", ASSUMED),
    Figure(
        "Not included",
        "dead rows",
        'PostgreSQL 18, "Automatic Vacuuming" (autovacuum_vacuum_scale_factor, 0.2)',
        "up to a fifth of the rows, until autovacuum removes them",
    ),
)
"""On PostgreSQL."""

_FILE = 'SQLite, "Database File Format" (fileformat2)'

IN_A_FILE = (
    Figure(
        "Row width",
        "lengths + a byte for each column + values + 2",
        _FILE,
        "1 or 2 bytes for the length of the row, 1 to 4 for its number, 1 for the length of the "
        "types, 1 for the type of each column, 2 for that of a text from 58 bytes on; 2 for the "
        "pointer to it",
    ),
    Figure(
        "Values",
        "as SQLAlchemy writes them",
        "SQLAlchemy, dialects of SQLite",
        "a UUID has 32 bytes, a moment 26, a day 10, a time 15; a decimal is a float of 8; a "
        "boolean is part of its type",
    ),
    Figure(
        "Table size",
        "pages of 4,096 bytes",
        _FILE,
        "rows ÷ ((4,096 − 8 − row ÷ 2) ÷ row), and the pages above them: rows are appended",
    ),
    *(each for each in ON_PAGES if each.name == "Rows of a join table"),
    Figure(
        "Values over about 4 kB",
        "in overflow pages",
        _FILE,
        "4,092 bytes in each, which belongs to one row",
    ),
    Figure(
        "Entry of an index",
        "lengths + values + the number of the row + 2",
        _FILE,
        "types as in a row; without one for a key that is the number of its row",
    ),
    Figure(
        "Fill of an index's pages",
        "87 %",
        "measured on SQLite 3.40.1, 29 November 2026",
        "neighbours share their entries before a page is split",
    ),
    Figure("Value widths", "assumed where the design states no `bytes`", ASSUMED),
    Figure(
        "Not included",
        "free pages, tables of words",
        'SQLite, "VACUUM" (lang_vacuum)',
        "pages of deleted rows are used again, and given back by VACUUM alone",
    ),
)
"""In SQLite's file."""
