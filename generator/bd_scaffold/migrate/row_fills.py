"""What rows get of which somebody has said it, where a newer rule would refuse them.

A new column is filled as it comes. What is there already is replaced between the renames and
the newer rules, where it would stop the migration, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ..model.types import PerEngine
from ..names import quote_sql
from ..record import Record, replace
from .destructive import dangling, findings
from .exclusions import overlapping
from .findings import Finding, count, count_by_engine
from .native_operations import StoreAsTexts
from .operations import (
    AddColumn,
    AddConstraint,
    AddRow,
    AlterColumn,
    CreateIndex,
    DropConstraint,
    FillRows,
    InBlock,
    Operation,
    RenameValues,
)
from .schema import Fill, Guard
from .start import Start
from .uniqueness import twice, twice_by
from .wholes import rows_with


class RowFill(Record, frozen=True):
    """What rows get in a column: a constant, or an expression over other columns."""

    table: str
    column: str
    value: PerEngine
    constant: bool
    first: PerEngine | None = None  # a statement that makes what the value refers to
    new: bool = True  # rows get it in a new column, too


def filled(
    operations: Sequence[Operation], fills: Sequence[RowFill]
) -> tuple[Operation, ...]:
    """Return operations that give rows what somebody has said."""
    if not fills:
        return tuple(operations)
    known = columns_filled(operations, fills)
    made = tuple(_with_rows_filled(known, _by_column(fills)))
    return tuple(_after_rows(made, fills))


def _after_rows(
    operations: Sequence[Operation], fills: Sequence[RowFill]
) -> Iterator[Operation]:
    """Yield operations, and before what fills a table the rows that it is going to refer to."""
    first = {each.table: each.first for each in fills if each.first is not None}
    for operation in operations:
        table = operation.table if isinstance(operation, InBlock | FillRows) else ""
        if table in first:
            yield AddRow(table, first.pop(table))
        yield operation


def columns_filled(
    operations: Sequence[Operation], fills: Sequence[RowFill]
) -> tuple[Operation, ...]:
    """Return operations that fill new columns with what somebody has said."""
    wanted = _by_column([each for each in fills if each.new])
    known = [_without_default(each, wanted) for each in operations]
    return tuple(_with_column_filled(each, known, wanted) for each in known)


def fillable(operations: Sequence[Operation]) -> frozenset[tuple[str, str]]:
    """Return the columns, each with its table, in which operations would give rows a value."""
    misfits = (each.misfits for each in findings(operations, renamed=True))
    mended = ((m.table, column) for m in misfits if m for column in m.columns)
    return frozenset(
        chain(mended, (each for o in operations for each in _given_values(o)))
    )


Wanted = dict[tuple[str, str], RowFill]


def _by_column(fills: Sequence[RowFill]) -> Wanted:
    return {(each.table, each.column): each for each in fills}


def _given_values(operation: Operation) -> Iterator[tuple[str, str]]:
    match operation:
        case AddColumn(table, _, column, _, None) if not column.computed:
            yield table, column.name
        case AlterColumn(table, _, old, new) if old.nullable and not new.nullable:
            yield table, new.name
        case _:
            pass


def _without_default(operation: Operation, wanted: Wanted) -> Operation:
    """What is said takes the place of the design's own default."""
    if not isinstance(operation, AlterColumn):
        return operation
    if (operation.table, operation.new.name) not in wanted:
        return operation
    return replace(operation, new=replace(operation.new, fill=None))


# New columns


def _with_column_filled(
    operation: Operation, operations: Sequence[Operation], wanted: Wanted
) -> Operation:
    if not isinstance(operation, AddColumn) or operation.copy is not None:
        return operation
    column = operation.column
    fill = wanted.get((operation.table, column.name))
    if fill is None:
        return operation
    return replace(
        operation, column=replace(column, fill=_fill_of(fill, operation, operations))
    )


def _fill_of(
    fill: RowFill, operation: AddColumn, operations: Sequence[Operation]
) -> Fill:
    if fill.constant and fill.value.is_portable and not operation.column.nullable:
        return Fill("constant", fill.value.postgresql)
    guards = () if fill.constant else tuple(_held(operation, operations))
    where = rows_with(operation, operations) if operation.column.nullable else ""
    return Fill("given", given=fill.value, guards=guards, where=where)


def _held(operation: AddColumn, operations: Sequence[Operation]) -> Iterator[Guard]:
    """Yield what the rules of a new column ask of what an expression gave it."""
    table, column = operation.table, operation.column
    name, owner = quote_sql(column.name), quote_sql(operation.table)
    if not column.nullable:
        yield count(
            f"rows of {table} would have no {column.name}", owner, f"{name} IS NULL"
        )
    if column.type.length is not None and not column.type.native:
        rows = f"values of {column.name} in {table} would not fit"
        yield count(rows, owner, f"length({name}) > {column.type.length}")
    for each in operations:
        yield from _ruled(each, table, column.name)


def _ruled(operation: Operation, table: str, column: str) -> Iterator[Guard]:
    asked = Start(renamed=True)
    match operation:
        case AddConstraint(owner, rule) if owner == table and column in rule.columns:
            if rule.kind == "check":
                rows = f"rows of {table} break the rule {rule.told}"
                quoted, broken = quote_sql(table), f"NOT ({rule.expression})"
                if rule.is_native:
                    other = f"NOT ({rule.postgresql})"
                    yield count_by_engine(rows, quoted, broken, other)
                else:
                    yield count(rows, quoted, broken)
            elif rule.kind == "foreign_key":
                yield dangling(asked, table, rule)
            elif rule.kind == "exclude":
                yield overlapping(asked, table, rule)
            else:
                yield twice(asked, table, rule.columns)
        case CreateIndex(owner, index) if (
            owner == table and index.unique and column in index.columns
        ):
            if index.is_of_columns:
                nulls = index.nulls_not_distinct
                yield twice(asked, table, index.columns, index.where, nulls=nulls)
            else:
                yield twice_by(asked, table, index)
        case _:
            pass


# Rows that are there


def _with_rows_filled(
    operations: Sequence[Operation], wanted: Wanted
) -> Iterator[Operation]:
    """Yield operations, and what fills rows before the first one that needs it."""
    fills: dict[str, list[FillRows]] = {}
    for finding in findings(operations, renamed=True):
        for fill in _fills(finding, wanted):
            fills.setdefault(fill.table, []).append(fill)
    moved: set[int] = set()
    for place, operation in enumerate(operations):
        table = operation.table if isinstance(operation, InBlock) else ""
        if table in fills and not _is_renamed_later(table, operations[place:]):
            own = fills.pop(table)
            columns = {each.column for each in own}
            lifted = [*_lifted(table, columns, operations)]
            moved |= {id(each) for each in lifted}
            yield from lifted
            yield from own
        if id(operation) not in moved:
            yield operation


def _fills(finding: Finding, wanted: Wanted) -> Iterator[FillRows]:
    misfits = finding.misfits
    if misfits is None or not misfits.where:
        return
    for column in misfits.columns:
        fill = wanted.get((misfits.table, column))
        if fill is not None:
            sure = fill.constant and misfits.sure
            guards = () if sure else tuple(_again(finding))
            value = _held_as(fill.value, misfits.held_as)
            yield FillRows(misfits.table, column, value, misfits.where, guards)


def _held_as(value: PerEngine, kind: str) -> PerEngine:
    if not kind:
        return value
    cast = f"CAST({{}} AS {kind})"
    return PerEngine(cast.format(value.postgresql), cast.format(value.sqlite))


def _again(finding: Finding) -> Iterator[Guard]:
    if finding.guard is not None:
        yield finding.guard


def _is_renamed_later(table: str, operations: Sequence[Operation]) -> bool:
    return any(
        (isinstance(o, RenameValues) and o.table == table)
        or (isinstance(o, StoreAsTexts) and any(c.table == table for c in o.columns))
        for o in operations
    )


def _lifted(
    table: str, columns: set[str], operations: Sequence[Operation]
) -> Iterator[DropConstraint]:
    """Yield what goes of the older rules, which need not allow the newer value."""
    for each in operations:
        if (
            isinstance(each, DropConstraint)
            and each.table == table
            and each.constraint.kind == "check"
            and not columns.isdisjoint(each.constraint.columns)
        ):
            yield each
