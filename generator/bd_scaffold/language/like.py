"""`like` in SQL that PostgreSQL and SQLite read alike, and hold to be true of the same texts.

SQLite's own LIKE ignores the case of ASCII letters, and PostgreSQL's does not; both cut a text
in the same way. So a pattern becomes questions about parts of the text: how it starts, how it
ends, what stands in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..names import sql_literal
from ..record import Record


class _Parts(Record, frozen=True):
    """A pattern by its percent signs: what a text starts with, has in between, and ends with."""

    start: str
    middle: str
    end: str
    whole: bool  # without a percent sign: it starts and ends with the same


def _parts(pattern: str) -> _Parts | None:
    first, *rest = re.sub("%+", "%", pattern).split("%")
    if len(rest) > 2 or (len(rest) == 2 and "_" in rest[0]):
        return None
    middle = rest[0] if len(rest) == 2 else ""
    return _Parts(first, middle, rest[-1] if rest else "", whole=not rest)


def is_portable(pattern: str) -> bool:
    """Tell whether a pattern can be said in SQL that both engines read alike."""
    return _parts(pattern) is not None


def like_sql(text: str, pattern: str) -> str:
    """Return what is true of a text, as SQL, that is like a portable pattern."""
    return " AND ".join(_asked(text, pattern))


def _asked(text: str, pattern: str) -> Iterator[str]:
    parts = _parts(pattern)
    if parts is None:
        raise ValueError(pattern)
    if parts.whole and "_" not in pattern:
        yield f"{text} = {sql_literal(pattern)}"
        return
    least = len(parts.start + parts.middle + parts.end)
    sign = "=" if parts.whole else ">="
    yield f"length({text}) {sign} {least}"
    for at, run in _runs(parts.start):
        yield f"substr({text}, {at + 1}, {len(run)}) = {sql_literal(run)}"
    for at, run in _runs(parts.end):
        left = len(parts.end) - at
        place = f"length({text}) - {left - 1}"
        yield f"substr({text}, {place}, {len(run)}) = {sql_literal(run)}"
    if parts.middle:
        outer = len(parts.start) + len(parts.end)
        inner = text
        if outer:
            start = len(parts.start) + 1
            inner = f"substr({text}, {start}, length({text}) - {outer})"
        yield f"replace({inner}, {sql_literal(parts.middle)}, '') <> {inner}"


def _runs(part: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between the underscores of a part, and where."""
    return ((each.start(), each[0]) for each in re.finditer("[^_]+", part))


def is_like(text: str, pattern: str) -> bool:
    """Tell whether a text is like a pattern."""
    signs = {"%": ".*", "_": "."}
    form = "".join(signs.get(each) or re.escape(each) for each in pattern)
    return re.fullmatch(form, text, re.DOTALL) is not None
