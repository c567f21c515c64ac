"""Rows that don't overlap from now on: what counts those that do, and the lines of a revision.

SQLite holds rows to it by triggers, which no copy of a table makes; so such a constraint goes
before all else that changes in its table, and comes after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..layout import Source, lines
from ..model.python import exclusions as python
from ..model.types import Constraint
from ..names import quote_sql
from .expressions import names_in
from .findings import DestructiveChange, Finding
from .given import refusals
from .operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    CreateTable,
    DropConstraint,
    InBlock,
    Operation,
    RenameConstraint,
)
from .schema import Guard
from .start import Start
from .text import INDENT, executed_line

# What is asked of the rows


def excluding(
    start: Start, table: str, subject: str, rule: Constraint
) -> Iterator[Finding]:
    """Yield that rows may overlap that must not from now on."""
    if any(
        owner == table and gone.kind == "exclude" and _only_widens(gone, rule)
        for owner, gone in start.constraints
    ):
        return
    text = f"The periods of {subject} must not overlap; rows that do would be invalid."
    known = start.knows(table, [*_about(rule)])
    guard = overlapping(start, table, rule) if known else None
    yield Finding(DestructiveChange(f"exclude:{subject}", text), guard)


def _about(rule: Constraint) -> frozenset[str]:
    return frozenset(rule.columns) | names_in(rule.where)


def _only_widens(gone: Constraint, rule: Constraint) -> bool:
    """True where rows that the one kept apart are all that the other does."""
    return (
        {*gone.same} <= {*rule.same}
        and gone.period == rule.period
        and gone.bounds in (rule.bounds, "[]")
        and gone.where in ("", rule.where)
    )


def overlapping(start: Start, table: str, rule: Constraint) -> Guard:
    """Return what counts the rows that overlap one which starts before them.

    One pass over the rows in the order of their starts, however many there are.
    """
    begin, end = (start.value(table, each) for each in rule.period)
    same = [start.value(table, each) for each in rule.same]
    sign = "<=" if rule.bounds == "[]" else "<"
    conditions = [
        *([f"({start.expression(table, rule.where)})"] if rule.where else []),
        *(f"{each} IS NOT NULL" for each in same),
        f"coalesce({begin} {sign} {end}, TRUE)",
    ]
    apart = f"PARTITION BY {', '.join(same)} " if same else ""
    order = f"ORDER BY CASE WHEN {begin} IS NULL THEN 0 ELSE 1 END, {begin}"
    frame = f"{apart}{order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    inner = (
        f"SELECT {begin} AS begins, max({end}) OVER earlier AS latest, "
        f"max(CASE WHEN {end} IS NULL THEN 1 ELSE 0 END) OVER earlier AS endless "
        f"FROM {start.table(table)} WHERE {' AND '.join(conditions)} "
        f"WINDOW earlier AS ({frame})"
    )
    overlaps = (
        f"endless = 1 OR begins {sign} latest OR (begins IS NULL AND endless = 0)"
    )
    rows = (
        f"rows of {table} overlap another one in {rule.period[0]} to {rule.period[1]}"
    )
    return Guard(rows, f"SELECT count(*) FROM ({inner}) AS held WHERE {overlaps}")


# The lines of a revision


def without(operations: Sequence[InBlock]) -> list[InBlock]:
    """Return operations but for those of exclusions."""
    return [each for each in operations if _of(each) is None]


def _of(operation: InBlock) -> Constraint | None:
    match operation:
        case AddConstraint(_, rule) | DropConstraint(_, rule) if rule.kind == "exclude":
            return rule
        case RenameConstraint(_, _, rule) if rule.kind == "exclude":
            return rule
        case _:
            return None


def dropped(table: str, operations: Iterable[InBlock]) -> Iterator[str]:
    """Yield the lines that let rows overlap."""
    for each in operations:
        rule = _of(each)
        if rule is not None and isinstance(each, DropConstraint):
            yield from lines(python.dropped(table, rule), INDENT)


def made(table: str, operations: Sequence[InBlock]) -> Iterator[str]:
    """Yield the lines that keep rows apart, and those that call it otherwise."""
    new = {each.column.name for each in operations if isinstance(each, AddColumn)}
    for each in operations:
        rule = _of(each)
        if rule is None:
            continue
        if isinstance(each, AddConstraint):
            if not new.isdisjoint(_about(rule)):  # nobody could ask the rows before
                yield from refusals([overlapping(Start(renamed=True), table, rule)])
            yield from lines(python.added(table, rule), INDENT)
        elif isinstance(each, RenameConstraint):
            yield from _renamed(table, each.old, rule)


def _renamed(table: str, old: Constraint, new: Constraint) -> Iterator[str]:
    names = f"{quote_sql(old.name)} TO {quote_sql(new.name)}"
    statement = f"ALTER TABLE {quote_sql(table)} RENAME CONSTRAINT {names}"
    yield from lines("if _is_postgresql():", INDENT)
    yield from lines(executed_line(statement), INDENT + 4)
    yield from lines("else:", INDENT)
    yield from lines(python.dropped(table, old), INDENT + 4)
    yield from lines(python.added(table, new), INDENT + 4)


def extensions(operations: Iterable[Operation]) -> Iterator[Source]:
    """Yield the statements that see to what PostgreSQL needs for operations."""
    found: set[str] = set()
    for each in operations:
        match each:
            case CreateTable(table):
                found |= python.extensions_of(table.constraints, table.indexes)
            case AddConstraint(_, rule):
                found |= python.extensions_of([rule], ())
            case CreateIndex(_, index):
                found |= python.extensions_of((), [index])
            case _:
                pass
    yield from map(python.needed, sorted(found))
