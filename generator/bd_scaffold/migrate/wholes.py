"""Values of several columns that may be missing: all that they need is there, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.types import ColumnKind, Constraint, PerEngine
from ..names import quote_sql
from .findings import DestructiveChange, Finding, Misfits, count, each_of
from .operations import AddColumn, AddConstraint, Operation
from .start import Start


def needed(check: Constraint) -> tuple[str, ...]:
    """Return the columns that are all empty or all filled, by a check that says so."""
    return check.needed or check.columns


def together(
    start: Start, table: str, check: Constraint, subject: str
) -> Iterator[Finding]:
    """Yield what is in the way of a check that columns are there together."""
    where = broken(start, table, check)
    if not where:
        return
    text = f"{subject} has to keep the rule {check.told}."
    rows = f"rows of {table} break the rule {check.told}"
    new = [each for each in check.columns if (table, each) in start.added]
    fills = tuple(start.added[table, each].fillable for each in new)
    misfits = None if new else Misfits(table, check.columns, where)
    yield Finding(
        DestructiveChange(f"check:{subject}", text, fills or each_of(subject)),
        count(rows, start.table(table), where),
        misfits,
    )


def broken(start: Start, table: str, check: Constraint) -> str:
    """Return what is true of the rows, as they are, that would break it; nothing for no row."""
    return " OR ".join(dict.fromkeys(_broken(start, table, check)))


def _broken(start: Start, table: str, check: Constraint) -> Iterator[str]:
    first, *others = needed(check)
    for other in check.columns:
        pair = (first, other)
        if other == first or _is_kept(start, table, pair, is_needed=other in others):
            continue
        one, two = (start.column(table, each) for each in (first, other))
        empty = _is_empty(start, table, first)
        if other not in others:
            if not _is_empty(start, table, other):
                yield (
                    f"{two} IS NOT NULL"
                    if empty
                    else f"{one} IS NULL AND {two} IS NOT NULL"
                )
        elif empty != _is_empty(start, table, other):
            yield f"{two if empty else one} IS NOT NULL"
        elif not empty:
            yield f"({one} IS NULL) <> ({two} IS NULL)"


def _is_empty(start: Start, table: str, column: str) -> bool:
    return (table, column) in start.added


def _is_kept(
    start: Start, table: str, pair: tuple[str, str], *, is_needed: bool
) -> bool:
    """True where rows have both columns, or were held to the same before."""
    first, other = pair
    column = start.added.get((table, other)) or start.added.get((table, first))
    if column is not None:
        return column.fill is not None
    if (table, first) in start.required:
        return not is_needed or (table, other) in start.required
    return any(
        owner == table
        and gone.origin == "together"
        and first in needed(gone)
        and other in (needed(gone) if is_needed else gone.columns)
        for owner, gone in start.constraints
    )


def rows_with(operation: AddColumn, operations: Sequence[Operation]) -> str:
    """Return what is true of the rows that need a value in a new column of such a value."""
    added = {
        each.column.name
        for each in operations
        if isinstance(each, AddColumn) and each.table == operation.table
    }
    for each in operations:
        if not isinstance(each, AddConstraint) or each.table != operation.table:
            continue
        if each.constraint.origin != "together":
            continue
        parts = needed(each.constraint)
        if operation.column.name in parts:
            known = (quote_sql(part) for part in parts if part not in added)
            return next((f"{part} IS NOT NULL" for part in known), "")
    return ""


_BLANK = {
    "boolean": PerEngine("false", "false"),
    "bytes": PerEngine("''::bytea", "X''"),
    "date": PerEngine("'2000-01-01'", "'2000-01-01'"),
    "datetime": PerEngine("'2000-01-01 00:00:00+00'", "'2000-01-01 00:00:00.000000'"),
    "datetime_local": PerEngine(
        "'2000-01-01 00:00:00'", "'2000-01-01 00:00:00.000000'"
    ),
    "json": PerEngine("'[]'", "'[]'"),
    "time": PerEngine("'00:00:00.000000'", "'00:00:00.000000'"),
    "uuid": PerEngine(f"'{'0' * 32}'", f"'{'0' * 32}'"),
}


def blank(kind: ColumnKind) -> PerEngine:
    """Return what stands for a value of which nobody knows anything."""
    return _BLANK.get(kind, PerEngine("''", "''"))
