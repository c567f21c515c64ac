"""What has to be done to tables, one thing each, and what takes it back."""

from __future__ import annotations

from ..model.types import Constraint, Index, PerEngine, Policy, Sealed
from ..record import Record, replace
from ..resolve.types import Normal
from .native_operations import (
    NativeOperation,
    OnTypes,
    RenameEnumValues,
    taken_back,
)
from .schema import Column, Guard, Table


class ChangeEngine(Record, frozen=True):
    """The design asks for another engine; no data moves by itself."""

    old: str
    new: str


class CreateTable(Record, frozen=True):
    table: Table


class DropTable(Record, frozen=True):
    table: Table


class RenameTable(Record, frozen=True):
    subject: str  # of the newer design
    old: str
    new: str


class RenameColumn(Record, frozen=True):
    subject: str
    table: str
    old: str
    new: str


Values = tuple[tuple[str, str], ...]
"""Values of an enum that get other names: (old, new)."""


class Copy(Record, frozen=True):
    """Another column of the same rows that holds what a column shall hold."""

    source: Column
    values: Values = ()  # that have other names there: (there, here)


class AddColumn(Record, frozen=True):
    table: str
    key: tuple[Column, ...]  # by which rows are told apart that each get a value
    column: Column
    default: PerEngine | None = None  # what rows get for the time being
    copy: Copy | None = None  # what rows get for good


class DropColumn(Record, frozen=True):
    table: str
    key: tuple[Column, ...]
    column: Column
    copy: Copy | None = None  # where its values are from now on


class AlterColumn(Record, frozen=True):
    """A column's type or its being optional changes."""

    table: str
    key: tuple[Column, ...]
    old: Column
    new: Column
    refers: Constraint | None = None  # the foreign key that stays, held to a default


class ChangeDefault(Record, frozen=True):
    """What the database gives rows without a value; None for the column's own default."""

    table: str
    column: Column
    old: PerEngine | None
    new: PerEngine | None


class RenameValues(Record, frozen=True):
    """Rows that hold an enum's old value get its new one."""

    table: str
    column: str
    enum: str
    values: Values
    only_sqlite: bool = False  # PostgreSQL's own type has them


class ListedValues(Record, frozen=True):
    """Lists of an enum's values hold others: those that are renamed get their new names."""

    table: str
    old: Column
    new: Column
    renamed: Values


class FillRows(Record, frozen=True):
    """Rows that a newer rule would refuse get another value; nothing takes that back."""

    table: str
    column: str
    value: PerEngine
    where: str  # SQL that is true of these rows
    guards: tuple[Guard, ...]  # what has to be true of them afterwards


class AddRow(Record, frozen=True):
    """A row is there that others are going to refer to; nothing takes that back."""

    table: str  # of the rows that are going to refer to it
    statement: PerEngine  # does nothing where there is one


Group = tuple[tuple[str, ...], str, str, bool]
"""Columns that are unique together, SQL of the rows in which they are, their subject, and
whether one null is like another."""


class Normalise(Record, frozen=True):
    """Texts in another form are written in a column's own; not `forth`, nothing happens."""

    table: str
    column: Column
    words: tuple[Normal, ...]
    groups: tuple[Group, ...]  # that the column is in
    forth: bool


class Seal(Record, frozen=True):
    """Rows that are there are encrypted, decrypted, or hashed for a look-up."""

    table: str
    key: tuple[Column, ...]
    column: Column
    old: Sealed | None  # how they are encrypted at first
    new: Sealed | None  # and then
    once: bool = False  # nothing takes it back
    forth: bool = True


class DualColumns(Record, frozen=True):
    """A column under its older and under its newer name, for as long as both are written."""

    old: Column
    new: Column
    values: Values = ()


class KeepInStep(Record, frozen=True):
    """From now on, whoever writes one of two twins writes the other one."""

    table: str
    twins: tuple[DualColumns, ...]


class LetGo(Record, frozen=True):
    """DualColumns go their own ways again."""

    table: str
    twins: tuple[DualColumns, ...]


class CreateView(Record, frozen=True):
    """A table can be read and written under its older name, and so can its columns."""

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]  # (name in the view, name in the table)


class DropView(Record, frozen=True):
    name: str
    table: str
    columns: tuple[tuple[str, str], ...]


class AddConstraint(Record, frozen=True):
    table: str
    constraint: Constraint
    subject: str  # as the design calls what it is about: "Order.customer"
    computed: tuple[Column, ...] = ()  # those of its columns that nobody gives a value


class DropConstraint(Record, frozen=True):
    table: str
    constraint: Constraint
    subject: str  # as the design calls what it is about: "Order.customer"


class RenameNotNull(Record, frozen=True):
    """PostgreSQL's own constraints of required columns are called after their present names."""

    table: str
    names: tuple[tuple[str, str], ...]  # (old, new)


class RenameSequence(Record, frozen=True):
    """PostgreSQL's own sequence of a numbered column is called after its present names."""

    table: str
    old: str
    new: str


class RenameConstraint(Record, frozen=True):
    table: str
    old: Constraint
    new: Constraint
    nameless: bool = False  # SQLite's key of numbers has no name


class CreateIndex(Record, frozen=True):
    table: str
    index: Index
    subject: str
    concurrently: bool = False  # its table has too many rows to keep writers waiting


class DropIndex(Record, frozen=True):
    table: str
    index: Index
    subject: str


class RenameIndex(Record, frozen=True):
    table: str
    old: Index
    new: Index


class Protect(Record, frozen=True):
    """PostgreSQL holds a table's rows to policies."""

    table: str
    policies: tuple[Policy, ...]


class Expose(Record, frozen=True):
    """PostgreSQL holds a table's rows to policies no longer."""

    table: str
    policies: tuple[Policy, ...]


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

Reversible = (
    NativeOperation
    | ChangeEngine
    | CreateTable
    | DropTable
    | RenameTable
    | RenameColumn
    | RenameNotNull
    | RenameSequence
    | RenameValues
    | ListedValues
    | Normalise
    | Seal
    | KeepInStep
    | LetGo
    | CreateView
    | DropView
    | InBlock
    | CreateIndex
    | DropIndex
    | RenameIndex
    | Protect
    | Expose
)
"""What something else takes back."""

Operation = Reversible | FillRows | AddRow


def undone(operations: tuple[Operation, ...]) -> tuple[Reversible, ...]:
    """Return what takes operations back, in an order in which it can run."""
    back = [
        _undone(each)
        for each in reversed(operations)
        if not isinstance(each, FillRows | AddRow)
    ]
    # What compares values then calls them by their older names.
    first = [each for each in back if isinstance(each, RenameEnumValues)]
    return (*first, *(each for each in back if not isinstance(each, RenameEnumValues)))


def _undone(operation: Reversible) -> Reversible:  # noqa: C901, PLR0912 - one case each
    if isinstance(operation, OnTypes):
        return taken_back(operation)
    match operation:
        case CreateTable(table):
            return DropTable(table)
        case DropTable(table):
            return CreateTable(table)
        case AddColumn(table, key, column, _, copy):
            return DropColumn(table, key, column, copy)
        case DropColumn(table, key, column, copy):
            return AddColumn(table, key, column, copy=copy)
        case Protect(table, policies):
            return Expose(table, policies)
        case Expose(table, policies):
            return Protect(table, policies)
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
        case Normalise():
            return replace(operation, forth=not operation.forth)
        case Seal(old=old, new=new):
            return replace(operation, old=new, new=old, forth=not operation.forth)
        case ListedValues(table, had, has, renamed):
            back = tuple((new, old) for old, new in renamed)
            return ListedValues(table, has, had, back)
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
) -> Reversible:
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
        ChangeEngine
        | RenameTable
        | RenameColumn
        | RenameNotNull
        | RenameSequence
        | RenameConstraint
        | RenameIndex
    ),
) -> Reversible:
    match operation:
        case ChangeEngine(before, after):
            return ChangeEngine(after, before)
        case RenameTable(subject, before, after):
            return RenameTable(subject, after, before)
        case RenameColumn(subject, table, before, after):
            return RenameColumn(subject, table, after, before)
        case RenameNotNull(table, names):
            return RenameNotNull(table, tuple((new, old) for old, new in names))
        case RenameSequence(table, before, after):
            return RenameSequence(table, after, before)
        case RenameConstraint(table, old, new, nameless):
            return RenameConstraint(table, new, old, nameless)
        case RenameIndex(table, old_index, new_index):
            return RenameIndex(table, new_index, old_index)
