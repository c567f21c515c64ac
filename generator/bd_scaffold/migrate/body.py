"""Operations as the body of `upgrade` or `downgrade`: Python as a careful colleague writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..layout import lines
from .block import block
from .exclusions import extensions
from .functions import Section
from .given import added_row, filled_rows, refusals
from .listed import renamed_in_lists
from .native_operations import OnTypes
from .native_statements import on_types
from .normal import normalised_rows
from .operations import (
    AddColumn,
    AddRow,
    ChangeEngine,
    CreateIndex,
    CreateTable,
    CreateView,
    DropColumn,
    DropTable,
    DropView,
    FillRows,
    InBlock,
    ListedValues,
    Normalise,
    Operation,
    RenameIndex,
    RenameTable,
    RenameValues,
    Seal,
)
from .schema import Guard
from .sealing import is_nothing, sealed_rows
from .statements import (
    created_concurrently,
    renamed_indexes,
    renamed_sequence,
    statements,
    twins_of,
    views,
)
from .text import INDENT


def body(operations: Sequence[Operation], guards: Sequence[Guard]) -> list[Section]:
    """Return what a function does that runs operations, what it asks of the rows first."""
    asked = [*refusals(guards)]
    needed = [line for each in extensions(operations) for line in lines(each, INDENT)]
    sections = [Section("", (*needed, *asked))] if needed or asked else []
    done = [each for each in operations if not _is_nothing(each)]
    for group, found in _grouped(done):
        written = tuple(_written(group, found))
        if written:
            sections.append(Section(_table(found[0]), written))
    return sections


Group = tuple[str, str]


def _grouped(
    operations: Sequence[Operation],
) -> Iterator[tuple[Group, list[Operation]]]:
    """Yield what is written together; a column comes apart from another one of its name."""
    for group, members in groupby(operations, _group):
        found: list[Operation] = []
        for each in members:
            if isinstance(each, AddColumn) and _has_gone(each.column.name, found):
                yield group, found
                found = []
            found.append(each)
        yield group, found


def _has_gone(name: str, operations: Sequence[Operation]) -> bool:
    return any(isinstance(o, DropColumn) and o.column.name == name for o in operations)


def _is_nothing(operation: Operation) -> bool:
    """True of what only its way back does."""
    if isinstance(operation, Seal):
        return is_nothing(operation)
    return isinstance(operation, Normalise) and not operation.forth


def _table(operation: Operation) -> str:
    """Return the table that an operation is about."""
    match operation:
        case CreateTable(table) | DropTable(table):
            return table.name
        case RenameTable(_, _, new):
            return new
        case ChangeEngine():
            return ""
        case _:
            return operation.table


def _group(operation: Operation) -> Group:
    """Operations that stand next to each other and have this alike are written together."""
    if isinstance(operation, InBlock):
        return "block", operation.table
    if isinstance(operation, RenameIndex):
        return "indexes", operation.table
    if isinstance(operation, CreateIndex) and operation.concurrently:
        return "concurrent", ""
    if isinstance(operation, CreateView | DropView):
        return "views", ""
    if isinstance(operation, RenameValues) and operation.only_sqlite:
        return "values", operation.table
    return "one", str(id(operation))


def _written(group: Group, operations: list[Operation]) -> Iterator[str]:
    kind, table = group
    if kind == "block":
        yield from block(table, [o for o in operations if isinstance(o, InBlock)])
    elif kind == "indexes":
        renames = [o for o in operations if isinstance(o, RenameIndex)]
        yield from renamed_indexes(table, renames)
    elif kind == "concurrent":
        yield from created_concurrently(
            [o for o in operations if isinstance(o, CreateIndex)]
        )
    elif kind == "views":
        yield from views(
            [o for o in operations if isinstance(o, CreateView | DropView)]
        )
    elif kind == "values":
        yield from lines("if not _is_postgresql():", INDENT)
        for source in (each for o in operations for each in statements(o)):
            yield from lines(source, INDENT + 4)
    else:
        for operation in operations:
            if isinstance(operation, OnTypes):
                yield from on_types(operation)
            yield from twins_of(operation)
            yield from renamed_sequence(operation)
            yield from _filled(operation)
            for source in statements(operation):
                yield from lines(source, INDENT)


def _filled(operation: Operation) -> Iterator[str]:
    match operation:
        case FillRows(table, column, value, where, guards):
            yield from filled_rows(table, column, value, where, guards)
        case AddRow(_, statement):
            yield from added_row(statement)
        case ListedValues():
            yield from renamed_in_lists(operation)
        case Normalise():
            yield from normalised_rows(operation)
        case Seal():
            for source in sealed_rows(operation):
                yield from lines(source, INDENT)
        case _:
            pass
