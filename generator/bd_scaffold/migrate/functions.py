"""The functions of a revision: one where that stays simple, else one for each table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..record import Record

_BRANCHES = 10
"""How many a function may have; linters of generated projects allow one more."""


class Section(Record, frozen=True):
    """Statements of a function that belong together."""

    table: str  # that they are about; none for what is asked of the rows of several
    lines: tuple[str, ...]


def functions(
    name: str, sections: Sequence[Section], note: Sequence[str] = ()
) -> list[str]:
    """Return a function that does what sections say, and those that it calls."""
    if _branches(sections) <= _BRANCHES:
        return _function(name, note, _lines(sections) or ["    pass"])
    parts = dict(_parts(name, sections))
    calls = [
        line
        for part, own in parts.items()
        for line in ([f"    {part}()"] if own[0].table else _lines(own))
    ]
    found = _function(name, note, calls)
    for part, own in parts.items():
        if own[0].table:
            found += _function(part, (), _lines(own))
    return found


def _parts(
    name: str, sections: Sequence[Section]
) -> Iterator[tuple[str, list[Section]]]:
    """Yield the sections of one function after another, each with a name of its own."""
    seen: dict[str, int] = {}
    for table, members in groupby(sections, lambda each: each.table):
        for part in _simple([*members]):
            called = re.sub(r"\W", "_", table)
            seen[called] = seen.get(called, 0) + 1
            number = f"_{seen[called]}" if seen[called] > 1 else ""
            yield f"_{name}_{called}{number}", part


def _simple(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield the sections of one table in groups that have few enough branches each."""
    group: list[Section] = []
    for each in sections:
        if group and _branches([*group, each]) > _BRANCHES:
            yield group
            group = []
        group.append(each)
    yield group


def _branches(sections: Sequence[Section]) -> int:
    return sum(
        line.lstrip().startswith("if ") for each in sections for line in each.lines
    )


def _lines(sections: Sequence[Section]) -> list[str]:
    return [line for each in sections for line in each.lines]


def _function(name: str, note: Sequence[str], lines: Sequence[str]) -> list[str]:
    return ["", "", f"def {name}() -> None:", *note, *lines]
