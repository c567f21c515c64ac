"""Lists that go on from a row in either direction, by any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from chat.core.cursors import CursorPage, decode_cursor, encode_cursor, invalid_cursor
from chat.core.errors import InvalidError
from chat.core.queries import ListQuery, SortKey

from .cursors import After, CursorPages

EntityT = TypeVar("EntityT")


@dataclass(frozen=True, slots=True)
class Way:
    """How a list goes on from a row: to what comes after it, or before it."""

    backwards: bool = False
    inclusive: bool = False  # with the row itself


_AFTER = Way()
_BEFORE = Way(backwards=True)
_FROM = Way(inclusive=True)
_UNTIL = Way(backwards=True, inclusive=True)

_WAYS: Mapping[str, Way] = {"before": _BEFORE, "from": _FROM, "until": _UNTIL}
_WAY = SortKey("", descending=False)
"""Stands before the order in a cursor that leads elsewhere than to what comes after."""


class TwoWayPages(CursorPages[EntityT]):
    """Lists rows from where another part of the list began or ended."""

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor, or before it."""
        shape, values = self._asked(query)
        order, way = shape.order, _AFTER
        start: list[Any] | None = None
        if query.cursor is not None:
            way, start = self._start(order, query.cursor)
            after = After(
                order,
                tuple(value is None for value in start),
                backwards=way.backwards,
                inclusive=way.inclusive,
            )
            conditions = (*shape.conditions, after)
            shape = replace(shape, conditions=conditions, backwards=way.backwards)
            values |= {f"_after_{n}": value for n, value in enumerate(start)}
        window = {"limit_": query.limit + 1, "offset_": 0}
        found = await self._rows(shape, values | window)
        rows, more = found[: query.limit], len(found) > query.limit
        if way.backwards:
            rows = rows[::-1]
        before, after_ = self._around(rows, order, way, start, more=more)
        return CursorPage(rows, after_, before, is_two_way=True)

    def _start(self, order: Sequence[SortKey], cursor: str) -> tuple[Way, list[Any]]:
        """Return the way that a cursor leads, and the values of the row that it starts at."""
        try:
            return _AFTER, self._read(order, decode_cursor(cursor, order))
        except InvalidError:
            said, *texts = decode_cursor(cursor, [_WAY, *order])
        way = _WAYS.get(said or "")
        if way is None:
            raise invalid_cursor()
        return way, self._read(order, texts)

    def _around(
        self,
        rows: Sequence[Any],
        order: Sequence[SortKey],
        way: Way,
        start: Sequence[Any] | None,
        *,
        more: bool,
    ) -> tuple[str | None, str | None]:
        """Return the cursors to what is before some rows, and to what is after them."""
        if not rows:
            # Whatever was there is gone, so the list goes on where it came from.
            if start is None:
                return None, None
            said = "from" if way.backwards else "until"
            back = encode_cursor([_WAY, *order], [said, *start])
            return (None, back) if way.backwards else (back, None)
        first, last = rows[0], rows[-1]
        values = [getattr(first, key.name) for key in order]
        before = encode_cursor([_WAY, *order], ["before", *values])
        after = encode_cursor(order, [getattr(last, key.name) for key in order])
        if way.backwards:
            return before if more else None, after
        return None if start is None else before, after if more else None
