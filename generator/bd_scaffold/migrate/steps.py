"""Operations in two steps, for a deployment in which old and new code run at the same time.

*Expand* gives the new code what it needs and takes nothing from the old one; *contract* runs
when the old code has gone, and takes and forbids the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..model.types import Model
from ..record import Record, replace
from .casts import called, cast_of
from .computed import filled_twins, remade
from .destructive import destructive_changes
from .difference import operations
from .expand_contract import ExpandContract, expand_contract
from .in_step import back, forth
from .names import Names
from .native_operations import AddEnumValues, CreateEnum
from .native_steps import refused_types, waits
from .normal import named_back, with_forms
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeDefault,
    ChangeEngine,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropTable,
    DropView,
    DualColumns,
    Expose,
    KeepInStep,
    LetGo,
    ListedValues,
    Normalise,
    Operation,
    RenameColumn,
    RenameNotNull,
    RenameSequence,
    RenameTable,
    RenameValues,
)
from .refusals import UnsupportedChangeError, for_both, two_named
from .row_fills import RowFill, columns_filled, filled
from .schema import Column

_EXPAND, _CONTRACT = 0, 1
Part = tuple[int, Operation]
"""An operation, and the step that it belongs to."""


class TwoSteps(Record, frozen=True):
    """What runs before the new code does, and what runs after the old one."""

    expand: tuple[Operation, ...]
    contract: tuple[Operation, ...]


def two_steps(old: Model, new: Model, fills: Sequence[RowFill] = ()) -> TwoSteps:
    """Return the two steps between the tables of two models, with what rows get in them.

    Raises `UnsupportedChangeError` where no state of the tables serves both.
    """
    at_once = columns_filled(operations(old, new), fills)
    parted = expand_contract(old, new)
    refused = [sentence for each in at_once for sentence in _refusals(each, parted)]
    refused += [*remade((*at_once, *parted.operations)), *for_both(at_once)]
    refused += refused_types(parted.operations)
    if refused:
        raise UnsupportedChangeError(refused)
    parts = [
        part
        for each in columns_filled(parted.operations, fills)
        if not isinstance(each, ChangeEngine)
        for part in _parts(each, parted, at_once)
    ]
    parts = [(_without_collision(part, parts), part[1]) for part in parts]
    parts = with_forms(parts, _forms(parted, at_once))
    twins = [*filled_twins(parted.twins)]
    steps = TwoSteps(
        expand=(
            *(each for step, each in parts if step == _EXPAND),
            *(KeepInStep(table, _between(each)) for table, each in twins),
            *parted.views,
        ),
        contract=(
            *(DropView(v.name, v.table, v.columns) for v in reversed(parted.views)),
            *(LetGo(table, _between(each)) for table, each in twins),
            *(_called(each, parted.names) for s, each in parts if s == _CONTRACT),
        ),
    )
    return TwoSteps(filled(steps.expand, fills), filled(steps.contract, fills))


def _forms(
    parted: ExpandContract, at_once: Sequence[Operation]
) -> Iterator[tuple[Normalise, str, str]]:
    """Yield what gives texts a form that get another name, too, with both of their names."""
    for each in at_once:
        if isinstance(each, Normalise):
            twins = _twins(parted, each.table, each.column.name)
            if twins is not None:
                old, new = twins.old.name, twins.new.name
                yield (each if each.forth else named_back(each, twins.old)), old, new


# What can't be both


def _refusals(operation: Operation, parted: ExpandContract) -> Iterator[str]:
    match operation:
        case DropConstraint(table, constraint) if constraint.kind == "primary_key":
            yield (
                f"The key of {table} can't be two at once while old and new code run. "
                f"Leave that to a release with a short stop."
            )
        case RenameValues(table, column, enum, values, False) if not _twins(
            parted, table, column
        ):
            yield from two_named(f"{table}.{column}", enum, values)
        case ListedValues(table, _, column, values) if values:
            yield from two_named(f"{table}.{column.name}", column.enum, values)
        case AddColumn(_, _, column) if not _is_left_out(column):
            yield (
                f"The old code would not give {column.subject} a value. Make it optional "
                f"in this step, or give it a default or a constant by --fill, and require "
                f"it in the next one."
            )
        case AlterColumn(table, _, old_column, new) if _is_retyped(operation):
            yield from _retyped(table, old_column, new, parted)
        case _:
            pass


def _retyped(
    table: str, old: Column, new: Column, parted: ExpandContract
) -> Iterator[str]:
    one, other = called(old), called(new)
    twins = _twins(parted, table, new.name)
    if twins is None:
        field = old.subject.rpartition(".")[2]
        yield (
            f"{new.subject} can't be {one} and {other} under one name while old and new "
            f"code run. Give it another name in this release, with was({field})."
        )
    elif cast_of(new, old) is None:
        yield (
            f"{new.subject} can't be kept in step with what it was, since nothing turns "
            f"{other} back into {one}. Leave that to a release with a short stop."
        )


def _is_retyped(operation: AlterColumn) -> bool:
    if operation.old.type == operation.new.type:
        return False
    cast = cast_of(operation.old, operation.new)
    return cast is None or cast.retypes


def _twins(parted: ExpandContract, table: str, name: str) -> DualColumns | None:
    """Return the twins that one column of a table is of, by its older or its newer name."""
    found = (
        each
        for each in parted.twins.get(table, ())
        if name in (each.old.name, each.new.name) and not each.new.computed
    )
    return next(found, None)


# Which step


def _parts(
    operation: Operation, parted: ExpandContract, at_once: Sequence[Operation]
) -> Iterator[Part]:
    match operation:
        case (
            CreateTable()
            | CreateEnum()
            | AddEnumValues()
            | RenameTable()
            | RenameColumn()
            | RenameNotNull()
            | RenameSequence()
            | Expose()
            | Normalise(_, _, _, _, False)
        ):
            yield _EXPAND, operation
        case AddColumn(table, _, column):
            twins = _twins(parted, table, column.name)
            yield from _newer(operation, twins) if twins else _added(operation)
        case DropColumn(table, _, column):
            twins = _twins(parted, table, column.name)
            yield from _older(operation, twins) if twins else _dropped(operation)
        case AlterColumn():
            yield from _altered(operation)
        case AddConstraint() | DropConstraint() if waits(operation, parted.operations):
            yield _CONTRACT, operation
        case AddConstraint() | DropConstraint() | CreateIndex() | DropIndex():
            yield _step(operation, parted, at_once), operation
        case _:
            yield _CONTRACT, operation


def _added(operation: AddColumn) -> Iterator[Part]:
    column = operation.column
    if column.comes_filled:
        yield _EXPAND, operation
        return
    default = column.meanwhile
    yield _EXPAND, replace(operation, default=default)
    yield _CONTRACT, ChangeDefault(operation.table, column, default, None)


def _is_left_out(column: Column) -> bool:
    """True where the old code's rows get a value that it knows nothing of."""
    return column.comes_filled or column.meanwhile is not None


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
    if old.stores_like(new):
        given = new.server_default or new.counted
        yield _EXPAND if given else _CONTRACT, operation
    if old.type != new.type:
        cast = cast_of(old, new)
        counted = new.counted and not old.nullable
        between = replace(new, nullable=old.nullable, counted=counted)
        step = _CONTRACT if cast is None or cast.danger else _EXPAND
        yield step, replace(operation, new=between)
    if old.nullable != new.nullable:
        step = _EXPAND if new.nullable else _CONTRACT
        yield step, replace(operation, old=between)


# DualColumns


def _between(twins: Sequence[DualColumns]) -> tuple[DualColumns, ...]:
    return tuple(_both(each) for each in twins)


def _both(twins: DualColumns) -> DualColumns:
    """Return what twins are while there are two: optional, and of the wider type."""
    old, new = (
        replace(each, nullable=True, server_default=None)
        for each in (twins.old, twins.new)
    )
    cast = cast_of(old, new)
    if cast is None or cast.retypes:
        return DualColumns(old, new, twins.values)
    wider = old.type if cast.danger else new.type
    return DualColumns(replace(old, type=wider), replace(new, type=wider), twins.values)


def _newer(operation: AddColumn, twins: DualColumns) -> Iterator[Part]:
    """It is there beside the older one, and replaces it."""
    both = _both(twins)
    yield _EXPAND, replace(operation, column=both.new, copy=forth(both))
    if both.new != twins.new:
        wanted = _filled_by(twins.old, twins.new)
        yield _CONTRACT, AlterColumn(operation.table, operation.key, both.new, wanted)


def _older(operation: DropColumn, twins: DualColumns) -> Iterator[Part]:
    """It makes way for what the new code writes, and then goes."""
    both = _both(twins)
    if both.old != twins.old:
        had = _filled_by(twins.new, twins.old)
        yield _EXPAND, AlterColumn(operation.table, operation.key, had, both.old)
    yield _CONTRACT, replace(operation, column=both.old, copy=back(both))


def _filled_by(one: Column, other: Column) -> Column:
    """Return a twin of a column: a required one gives it every value that it needs."""
    return other if one.nullable else replace(other, fill=None)


# Rules


Rule = AddConstraint | DropConstraint | CreateIndex | DropIndex


def _step(rule: Rule, parted: ExpandContract, at_once: Sequence[Operation]) -> int:
    """Return the step of a rule: what allows more comes first, what takes its place with it.

    A rule that only follows a renamed column is there for both columns in between.
    """
    now = _called(rule, parted.names)
    known = next(
        (o for o in at_once if _is_same(_called(o, parted.at_once), now)), None
    )
    if isinstance(known, Rule):
        return _judged(known, parted, at_once)
    return _EXPAND if isinstance(rule, AddConstraint | CreateIndex) else _CONTRACT


def _is_same(operation: Operation, rule: Operation) -> bool:
    return (
        isinstance(operation, Rule)
        and isinstance(rule, Rule)
        and type(operation) is type(rule)
        and (operation.table, _named(operation)) == (rule.table, _named(rule))
    )


def _judged(rule: Rule, parted: ExpandContract, at_once: Sequence[Operation]) -> int:
    now = _called(rule, parted.at_once)
    if _is_leaving(now.table, _columns(now), at_once):
        # Rows of the new code would have periods without ends.
        lifted = isinstance(now, DropConstraint) and bool(now.constraint.period)
        return _EXPAND if lifted else _CONTRACT
    made = [o for o in at_once if isinstance(o, _BEFORE)]
    together = [o for o in at_once if _is_about(_called(o, parted.at_once), now)]
    return _CONTRACT if destructive_changes([*made, *together]) else _EXPAND


_BEFORE = (AddColumn, CreateTable, RenameTable, RenameColumn, RenameValues)
"""What has happened to the rows before a rule is asked of them."""


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


def _is_about(operation: Operation, rule: Rule) -> bool:
    """True where two rules of a table are about the same columns."""
    return (
        isinstance(operation, Rule)
        and operation.table == rule.table
        and set(_columns(operation)) == set(_columns(rule))
    )


def _columns(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, AddConstraint | DropConstraint):
        return rule.constraint.columns
    return rule.index.columns


def _named(rule: Rule) -> str:
    if isinstance(rule, AddConstraint | DropConstraint):
        return rule.constraint.name
    return rule.index.name


def _without_collision(part: Part, parts: Sequence[Part]) -> int:
    """Return the step of a part: a rule comes no sooner than another one leaves its name."""
    step, rule = part
    if not isinstance(rule, AddConstraint | CreateIndex):
        return step
    late = (each for at, each in parts if at == _CONTRACT)
    leaving = [_named(e) for e in late if isinstance(e, DropConstraint | DropIndex)]
    return _CONTRACT if _named(rule) in leaving else step


OneT = TypeVar("OneT", bound=Operation)


def _called(operation: OneT, names: Names) -> OneT:
    """Return an operation that would run before the renames as it runs after them."""
    if not isinstance(operation, DropIndex):
        return operation
    table, index = operation.table, operation.index
    return replace(operation, table=names.table(table), index=names.index(table, index))
