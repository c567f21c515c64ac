"""What has to be done to tables, one thing each, and what takes it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model.types import Constraint, Index
from .schema import Column, Table


@dataclass(frozen=True, slots=True)
class ChangeEngine:
    """The design asks for another engine; no data moves by itself."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CreateTable:
    table: Table


@dataclass(frozen=True, slots=True)
class DropTable:
    table: Table


@dataclass(frozen=True, slots=True)
class RenameTable:
    subject: str  # of the newer design
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RenameColumn:
    subject: str
    table: str
    old: str
    new: str


Values = tuple[tuple[str, str], ...]
"""Values of an enum that get other names: (old, new)."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another column of the same rows that holds what a column shall hold."""

    source: Column
    values: Values = ()  # that have other names there: (there, here)


@dataclass(frozen=True, slots=True)
class AddColumn:
    table: str
    key: tuple[Column, ...]  # by which rows are told apart that each get a value
    column: Column
    default: str = ""  # SQL of what rows get for the time being
    copy: Copy | None = None  # what rows get for good


@dataclass(frozen=True, slots=True)
class DropColumn:
    table: str
    key: tuple[Column, ...]
    column: Column
    copy: Copy | None = None  # where its values are from now on


@dataclass(frozen=True, slots=True)
class AlterColumn:
    """A column's type or its being optional changes."""

    table: str
    key: tuple[Column, ...]
    old: Column
    new: Column


@dataclass(frozen=True, slots=True)
class ChangeDefault:
    """What the database gives rows without a value, as SQL; nothing is what designs ask for."""

    table: str
    column: Column
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RenameValues:
    """Rows that hold an enum's old value get its new one."""

    table: str
    column: str
    enum: str
    values: Values


@dataclass(frozen=True, slots=True)
class DualColumns:
    """A column under its older and under its newer name, for as long as both are written."""

    old: Column
    new: Column
    values: Values = ()


@dataclass(frozen=True, slots=True)
class KeepInStep:
    """From now on, whoever writes one of two twins writes the other one."""

    table: str
    twins: tuple[DualColumns, ...]


@dataclass(frozen=True, slots=True)
class LetGo:
    """DualColumns go their own ways again."""

    table: str
    twins: tuple[DualColumns, ...]


@dataclass(frozen=True, slots=True)
class CreateView:
    """A table can be read and written under its older name, and so can its columns."""

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]  # (name in the view, name in the table)


@dataclass(frozen=True, slots=True)
class DropView:
    name: str
    table: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AddConstraint:
    table: str
    constraint: Constraint
    subject: str  # as the design calls what it is about: "Order.customer"


@dataclass(frozen=True, slots=True)
class DropConstraint:
    table: str
    constraint: Constraint
    subject: str  # as the design calls what it is about: "Order.customer"


@dataclass(frozen=True, slots=True)
class RenameConstraint:
    table: str
    old: Constraint
    new: Constraint


@dataclass(frozen=True, slots=True)
class CreateIndex:
    table: str
    index: Index
    subject: str
    concurrently: bool = False  # its table has too many rows to keep writers waiting


@dataclass(frozen=True, slots=True)
class DropIndex:
    table: str
    index: Index
    subject: str


@dataclass(frozen=True, slots=True)
class RenameIndex:
    table: str
    old: Index
    new: Index


InBlock = (
    AddColumn
    | DropColumn
    | AlterColumn
    | ChangeDefault
    | AddConstraint
    | DropConstraint
    | RenameConstraint
)
"""What SQLite does by copying a table: all of it in one copy."""

Operation = (
    ChangeEngine
    | CreateTable
    | DropTable
    | RenameTable
    | RenameColumn
    | RenameValues
    | KeepInStep
    | LetGo
    | CreateView
    | DropView
    | InBlock
    | CreateIndex
    | DropIndex
    | RenameIndex
)


def undone(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """Return what takes operations back, in an order in which it can run."""
    return tuple(_undone(operation) for operation in reversed(operations))


def _undone(operation: Operation) -> Operation:  # noqa: C901, PLR0912 - one case each
    match operation:
        case CreateTable(table):
            return DropTable(table)
        case DropTable(table):
            return CreateTable(table)
        case AddColumn(table, key, column, _, copy):
            return DropColumn(table, key, column, copy)
        case DropColumn(table, key, column, copy):
            return AddColumn(table, key, column, copy=copy)
        case AddConstraint(table, constraint, subject):
            return DropConstraint(table, constraint, subject)
        case DropConstraint(table, constraint, subject):
            return AddConstraint(table, constraint, subject)
        case CreateIndex(table, index, subject):
            return DropIndex(table, index, subject)
        case DropIndex(table, index, subject):
            return CreateIndex(table, index, subject)
        case RenameValues():
            back = tuple((new, old) for old, new in operation.values)
            return replace(operation, values=back)
        case AlterColumn(table, key, old, new):
            return AlterColumn(table, key, new, old)
        case ChangeDefault(table, column, before, after):
            return ChangeDefault(table, column, after, before)
        case KeepInStep() | LetGo() | CreateView() | DropView():
            return _one_name_again(operation)
        case _:
            return _renamed_back(operation)


def _one_name_again(
    operation: KeepInStep | LetGo | CreateView | DropView,
) -> Operation:
    match operation:
        case KeepInStep(table, twins):
            return LetGo(table, twins)
        case LetGo(table, twins):
            return KeepInStep(table, twins)
        case CreateView(view, table, columns):
            return DropView(view, table, columns)
        case DropView(view, table, columns):
            return CreateView(view, table, columns)


def _renamed_back(
    operation: (
        ChangeEngine | RenameTable | RenameColumn | RenameConstraint | RenameIndex
    ),
) -> Operation:
    match operation:
        case ChangeEngine(before, after):
            return ChangeEngine(after, before)
        case RenameTable(subject, before, after):
            return RenameTable(subject, after, before)
        case RenameColumn(subject, table, before, after):
            return RenameColumn(subject, table, after, before)
        case RenameConstraint(table, old, new):
            return RenameConstraint(table, new, old)
        case RenameIndex(table, old_index, new_index):
            return RenameIndex(table, new_index, old_index)
