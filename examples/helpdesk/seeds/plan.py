"""How many rows of each kind there are, and which of them belong together.

A row is a function of its number: nobody has to remember one to refer to it, so that a million
rows take as much memory as a thousand, and the same numbers always give the same rows.
"""

import uuid
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import Any

from .drawing import Draw
from .rows import LEAST, SINCE, Row, Rows

_KEPT = 2000
"""How many rows are remembered, since others refer to them soon."""


class Plan:
    """All rows of all tables, as far as they are asked for."""

    def __init__(self, rows: Sequence[Rows], seed: int) -> None:
        self.all = tuple(rows)
        self._seed = seed
        self._by_subject: Mapping[Any, Rows] = {each.of: each for each in rows} | {
            each.table.name: each for each in rows
        }
        self._order = {each: place for place, each in enumerate(self.all)}
        self._row = lru_cache(_KEPT)(self._made)

    def of(self, subject: Any) -> Rows:
        """Return the rows of a mapped class, or of a table by its name."""
        return self._by_subject[subject]

    def count(self, rows: Rows, total: int) -> int:
        """Return how many there are of about so many altogether."""
        if rows.most == 0:
            return 0
        part = max(LEAST, ceil(self._scale(total) * rows.share / rows.lanes))
        if rows.most is not None:
            part = min(part, max(1, rows.most // rows.lanes))
        return part * rows.lanes

    def _scale(self, total: int) -> Fraction:
        """Return how many rows there are for each share, some kinds of which run out."""
        short: list[Rows] = []
        while True:
            others = [each for each in self.all if each not in short]
            left = total - sum(each.most or 0 for each in short)
            scale = Fraction(max(left, 1), sum(each.share for each in others) or 1)
            found = [
                each
                for each in others
                if each.most is not None and scale * each.share > each.most
            ]
            if not found:
                return scale
            short += found

    def is_before(self, there: Rows, place: int, rows: Rows, number: int) -> bool:
        """Tell whether one row is stored before another one, which may refer to it."""
        if there.circle and there.circle == rows.circle and there is not rows:
            return False
        return (self._order[there], place) < (self._order[rows], number)

    def row(self, rows: Rows, number: int) -> Row:
        """Return a row by its number, the same for the same seed."""
        return self._row(rows, number)

    def id_of(self, rows: Rows, number: int) -> uuid.UUID:
        """Return a row's id: one of version 7, so that new rows stand together in an index."""
        moment = (SINCE.timestamp() * 1000) + number
        value = int(moment) << 80 | self.entropy(rows, number) >> 48
        value = value & ~(0xF << 76) | 0x7 << 76
        return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)

    def entropy(self, rows: Rows, number: int) -> int:
        """Return a number of 128 bits, another one for each row and each seed."""
        text = f"{self._seed}/{rows.table.name}/{number}"
        return int.from_bytes(blake2b(text.encode(), digest_size=16).digest())

    def reach(self, there: Rows, rows: Rows, place: int) -> int:
        """Return how many rows of another kind are there for one at a place, in its part.

        However many rows are asked for in the end: what refers to a row stays the same.
        """
        found = place * min(there.share, rows.share) // rows.share + 1
        found = max(there.least, found)
        if there.most is not None:
            found = min(found, max(1, there.most // there.lanes))
        return found

    def _made(self, rows: Rows, number: int) -> Row:
        return rows.row(Draw(self, rows, number))
