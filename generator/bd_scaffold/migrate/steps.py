"""Operations in two steps, for a deployment in which old and new code run at the same time.

The first step, *expand*, gives the new code what it needs and takes nothing from the old one;
the second, *contract*, runs when the old code has gone, and takes and forbids the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .casts import cast_of
from .dangers import dangers
from .difference import UnsupportedChangeError
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeDefault,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    RenameValues,
)
from .schema import Column

_EXPAND, _CONTRACT = 0, 1
Part = tuple[int, Operation]
"""An operation, and the step that it belongs to."""


def in_two_steps(
    operations: Sequence[Operation],
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """Return what runs before the new code does, and what runs after the old one.

    Raises `UnsupportedChangeError` where no state of the tables serves both.
    """
    refused = [sentence for each in operations for sentence in _refusals(each)]
    if refused:
        raise UnsupportedChangeError(refused)
    parts = [part for each in operations for part in _parts(each, operations)]
    expand = tuple(each for step, each in parts if step == _EXPAND)
    return expand, tuple(each for step, each in parts if step == _CONTRACT)


def _refusals(operation: Operation) -> Iterator[str]:
    match operation:
        case RenameTable(_, old, new):
            yield _impossible(f"The table {old} can't be called {new} as well")
        case RenameColumn(_, table, old, new):
            yield _impossible(f"The column {table}.{old} can't be called {new} as well")
        case DropConstraint(table, constraint) if constraint.kind == "primary_key":
            yield _impossible(f"The key of {table} can't be two at once")
        case RenameValues(table, column, _, _):
            yield _impossible(f"A value of {table}.{column} can't have two names")
        case AddColumn(_, _, column) if not column.nullable and not _is_constant(
            column
        ):
            yield (
                f"The old code would not give {column.subject} a value. Make it optional "
                f"in this step, or give it a default, and require it in the next one."
            )
        case AlterColumn(_, _, old_column, new) if _is_retyped(operation):
            yield _impossible(
                f"{new.subject} can't be {old_column.type} and {new.type}"
            )
        case _:
            pass


def _impossible(why: str) -> str:
    return (
        f"{why} while old and new code run. Leave that to a release with a short stop."
    )


def _is_constant(column: Column) -> bool:
    return column.fill is not None and bool(column.fill.sql)


def _is_retyped(operation: AlterColumn) -> bool:
    if operation.old.type == operation.new.type:
        return False
    cast = cast_of(operation.old.type, operation.new.type)
    return cast is None or cast.danger == "retype"


def _parts(operation: Operation, operations: Sequence[Operation]) -> Iterator[Part]:
    match operation:
        case CreateTable():
            yield _EXPAND, operation
        case AddColumn():
            yield from _added(operation)
        case DropColumn():
            yield from _dropped(operation)
        case AlterColumn():
            yield from _altered(operation)
        case AddConstraint() | DropConstraint() | CreateIndex() | DropIndex():
            yield _step(operation, operations), operation
        case _:
            yield _CONTRACT, operation


def _added(operation: AddColumn) -> Iterator[Part]:
    column = operation.column
    if column.nullable or column.fill is None:
        yield _EXPAND, operation
        return
    yield _EXPAND, replace(operation, default=column.fill.sql)
    yield _CONTRACT, ChangeDefault(operation.table, column, column.fill.sql, "")


def _dropped(operation: DropColumn) -> Iterator[Part]:
    """The new code gives it no value: it is optional until it goes."""
    column = operation.column
    if column.nullable:
        yield _CONTRACT, operation
        return
    optional = replace(column, nullable=True)
    yield _EXPAND, AlterColumn(operation.table, operation.key, column, optional)
    yield _CONTRACT, replace(operation, column=optional)


def _altered(operation: AlterColumn) -> Iterator[Part]:
    """Whatever lets more in comes first."""
    old, new = operation.old, operation.new
    between = old
    if old.type != new.type:
        cast = cast_of(old.type, new.type)
        between = replace(new, nullable=old.nullable)
        step = _CONTRACT if cast is None or cast.danger else _EXPAND
        yield step, replace(operation, new=between)
    if old.nullable != new.nullable:
        step = _EXPAND if new.nullable else _CONTRACT
        yield step, replace(operation, old=between)


Rule = AddConstraint | DropConstraint | CreateIndex | DropIndex


def _step(operation: Rule, operations: Sequence[Operation]) -> int:
    """Return the step of a rule: what allows more comes first, what takes its place with it."""
    about = _columns(operation)
    if _is_leaving(operation.table, about, operations):
        return _CONTRACT
    together = [o for o in operations if _is_about(o, operation.table, about)]
    made = [o for o in operations if isinstance(o, AddColumn | CreateTable)]
    return _CONTRACT if dangers([*made, *together]) else _EXPAND


def _is_leaving(
    table: str, columns: Sequence[str], operations: Sequence[Operation]
) -> bool:
    """True where a table goes, or one of its columns."""
    return any(
        (isinstance(each, DropTable) and each.table.name == table)
        or (
            isinstance(each, DropColumn)
            and each.table == table
            and each.column.name in columns
        )
        for each in operations
    )


def _is_about(operation: Operation, table: str, columns: tuple[str, ...]) -> bool:
    return (
        isinstance(operation, Rule)
        and operation.table == table
        and set(_columns(operation)) == set(columns)
    )


def _columns(operation: Rule) -> tuple[str, ...]:
    if isinstance(operation, AddConstraint | DropConstraint):
        return operation.constraint.columns
    return operation.index.columns
