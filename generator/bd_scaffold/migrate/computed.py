"""Columns that the database computes: when they go and come, and what rows get after them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..record import Record, replace
from .findings import DestructiveChange, Finding, count, count_by_engine
from .kept import Columns
from .operations import AddColumn, DropColumn, DualColumns, Operation
from .schema import Column, Fill
from .start import Start


class InOrder(Record, frozen=True):
    """Columns that go or come, in the order in which engines let them."""

    first: tuple[Column, ...] = ()
    then: tuple[Column, ...] = ()
    last: tuple[Column, ...] = ()


def in_order(columns: Columns, remade: Collection[str]) -> tuple[InOrder, InOrder]:
    """Return what goes and what comes: what is computed is there only with what it reads.

    A column that has values of its own from now on gets what was computed, before what that
    was computed from may go.
    """
    computed = [
        each for each in columns.removed if each.computed or each.name in remade
    ]
    known = {each.name: each for each in computed}
    kept = [each for each in columns.added if each.computed is None]
    own = [_with_values(known[e.name], e) for e in kept if e.name in known]
    return (
        InOrder(
            first=tuple(computed),
            then=tuple(each for each in columns.removed if each not in computed),
        ),
        InOrder(
            first=tuple(own),
            then=tuple(each for each in kept if each.name not in known),
            last=tuple(each for each in columns.added if each.computed is not None),
        ),
    )


def _with_values(had: Column, column: Column) -> Column:
    """Return a column that rows get in which what was computed stays, where it is known."""
    if had.computed is None:
        return column
    return replace(column, fill=Fill("given", given=had.computed.sql))


def restored(operation: AddColumn, operations: Sequence[Operation]) -> Column | None:
    """Return a column with what is computed now, where a downgrade brings it back."""
    gone = [
        each.column
        for each in operations
        if isinstance(each, DropColumn) and each.table == operation.table
    ]
    there = {each.name for each in gone}
    for each in gone:
        computed = each.computed
        if each.name != operation.column.name or computed is None:
            continue
        if there.isdisjoint(computed.reads):
            fill = Fill("given", given=computed.sql)
            return replace(operation.column, fill=fill)
    return None


def unworked(start: Start, table: str, column: Column) -> Iterator[Finding]:
    """Yield that SQL of the database's own may come to nothing where there has to be a value."""
    computed = column.computed
    if computed is None or column.nullable or not computed.is_native:
        return
    if not start.knows(table, computed.reads):
        return
    text = (
        f"{column.subject} is required, and may come to nothing in rows that are there."
    )
    rows = f"rows of {table} would have no {column.name}"
    own = start.table(table)
    both = (
        f"({start.expression(table, each)}) IS NULL"
        for each in (computed.sql.sqlite, computed.sql.postgresql)
    )
    danger = DestructiveChange(f"require:{column.subject}", text)
    if computed.sql.is_portable:
        yield Finding(danger, count(rows, own, next(both)))
    else:
        yield Finding(danger, count_by_engine(rows, own, *both))


def not_to_fill(finding: Finding, computed: Sequence[Column]) -> Finding:
    """Return a finding that offers no value for a column that nobody gives one."""
    if not computed:
        return finding
    subjects = {each.fillable for each in computed} | {
        each.subject for each in computed
    }
    danger = finding.danger
    fills = tuple(each for each in danger.fills if each not in subjects)
    misfits = finding.misfits
    if misfits is not None:
        names = {each.name for each in computed}
        columns = tuple(each for each in misfits.columns if each not in names)
        misfits = replace(misfits, columns=columns) if columns else None
    return replace(finding, danger=replace(danger, fills=fills), misfits=misfits)


def made_again(operations: Sequence[Operation]) -> dict[Operation, tuple[str, ...]]:
    """Return the operations that drop a column and make it anew, with what they do to it."""
    gone = {(o.table, o.column.name) for o in operations if isinstance(o, DropColumn)}
    come = {(o.table, o.column.name) for o in operations if isinstance(o, AddColumn)}
    return {
        each: (f"Change {each.table}.{each.column.name}",)
        for each in operations
        if isinstance(each, AddColumn | DropColumn)
        and (each.table, each.column.name) in gone & come
    }


def remade(operations: Sequence[Operation]) -> Iterator[str]:
    """Say which columns can't be two at once, of which one at least is computed."""
    found = dict.fromkeys(
        (each.column.name, each.column.subject)
        for each in made_again(operations)
        if isinstance(each, AddColumn)
    )
    for name, subject in found:
        yield (
            f"{subject} can't be made anew while old and new code run, which both read "
            f"{name}. Leave that to a release with a short stop."
        )


def filled_twins(
    twins: Mapping[str, Sequence[DualColumns]],
) -> Iterator[tuple[str, Sequence[DualColumns]]]:
    """Yield the twins of each table that have to be kept in step: no engine writes the others."""
    for table, each in twins.items():
        stored = [both for both in each if not both.new.computed]
        if stored:
            yield table, stored
