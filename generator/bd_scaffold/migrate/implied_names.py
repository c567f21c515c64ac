"""What PostgreSQL calls what nobody names: NOT NULL since version 18, and sequences."""

from __future__ import annotations

from collections.abc import Iterator

from .matches import Match
from .operations import RenameNotNull, RenameSequence

NOT_NULL, SEQUENCE = "not_null", "seq"
_LONGEST = 63


def renamed_not_null(match: Match) -> Iterator[RenameNotNull]:
    """Yield how these constraints of a table are called after its names of today.

    Those of columns that go or become optional are among them, for the way back.
    """
    table = match.new.name
    pairs = (
        (
            default_name(match.old.name, each.name, NOT_NULL),
            default_name(table, match.columns.get(each.name, each.name), NOT_NULL),
        )
        for each in match.old.columns
        if not each.nullable
    )
    names = tuple((old, new) for old, new in pairs if old != new)
    if names:
        yield RenameNotNull(table, names)


def renamed_sequence(match: Match) -> Iterator[RenameSequence]:
    """Yield how the sequences of a table's columns are called after its names of today."""
    for each in match.old.columns:
        if each.numbered or each.counted:
            column = match.columns.get(each.name, each.name)
            old = default_name(match.old.name, each.name, SEQUENCE)
            new = default_name(match.new.name, column, SEQUENCE)
            if old != new:
                yield RenameSequence(match.new.name, old, new)


def default_name(table: str, column: str, label: str) -> str:
    """Return the name that PostgreSQL chooses; it shortens the longer of the two names."""
    left = _LONGEST - len(label) - 2
    names = [table.encode(), column.encode()]
    ends = [*map(len, names)]
    while sum(ends) > left:
        ends[0 if ends[0] > ends[1] else 1] -= 1
    own, of = (
        n[:end].decode(errors="ignore") for n, end in zip(names, ends, strict=True)
    )
    return f"{own}_{of}_{label}"
