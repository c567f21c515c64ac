"""What changes in one table, in one block that SQLite can make as a copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..layout import Source, call, lines, named, texts
from ..model.python.columns import given_default, migrated_type, own_default
from ..model.python.migration import batch_of
from ..model.python.tables import checked, create_foreign_key
from ..model.types import Constraint, PerEngine
from ..names import python_string as quoted
from ..names import quote_sql
from . import exclusions
from .casts import cast_of
from .filling import after_block, before_block
from .operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    ChangeDefault,
    DropColumn,
    DropConstraint,
    InBlock,
    RenameConstraint,
)
from .schema import Column
from .text import INDENT, column_source, executed_line, type_source

_KINDS = {
    "unique": "unique",
    "check": "check",
    "foreign_key": "foreignkey",
    "primary_key": "primary",
}


def block(table: str, operations: Sequence[InBlock]) -> Iterator[str]:
    """Yield the lines that change one table, with what its rows need before."""
    yield from exclusions.dropped(table, operations)
    excluding, operations = operations, exclusions.without(operations)
    renames = [o for o in operations if isinstance(o, RenameConstraint)]
    on_both = [each for each in renames if not each.new.only_sqlite]
    ruled = _ruled(operations)
    yield from _joined(
        line for o in operations for line in before_block(table, o, ruled)
    )
    yield from _named_anew(table, on_both)
    inside = [(each, source) for each in operations for source in _inside(each)]
    named = [each for each in renames if not each.nameless]
    if named or inside:
        yield from lines(batch_of(table), INDENT)
    if named:
        yield from lines("if not _is_postgresql():", INDENT + 4)
        for rename in named:
            for source in _made_anew(rename):
                yield from lines(source, INDENT + 8)
    for alone, members in groupby(inside, lambda pair: _is_of_sqlite(pair[0])):
        if alone:
            yield from lines("if not _is_postgresql():", INDENT + 4)
        for _, source in members:
            yield from lines(source, INDENT + 8 if alone else INDENT + 4)
    yield from _joined(line for each in operations for line in after_block(table, each))
    yield from exclusions.made(table, excluding)


def _is_of_sqlite(operation: InBlock) -> bool:
    """True of a check that only SQLite has."""
    if isinstance(operation, AddConstraint | DropConstraint):
        return operation.constraint.only_sqlite
    return False


def _joined(lines_: Iterable[str]) -> Iterator[str]:
    """Yield lines, the same condition only once where it stands twice in a row."""
    above = ""
    for line in lines_:
        if line == above:
            continue
        if not line.startswith(" " * (INDENT + 1)):
            above = line if line.lstrip().startswith("if ") else ""
        yield line


def _ruled(operations: Sequence[InBlock]) -> frozenset[str]:
    """Return the columns of which a check goes."""
    gone = [o.constraint for o in operations if isinstance(o, DropConstraint)]
    checks = (each for each in gone if each.kind == "check")
    return frozenset(column for each in checks for column in each.columns)


def _named_anew(table: str, renames: Sequence[RenameConstraint]) -> Iterator[str]:
    if renames:
        yield from lines("if _is_postgresql():", INDENT)
    for each in renames:
        names = f"{quote_sql(each.old.name)} TO {quote_sql(each.new.name)}"
        rename = f"ALTER TABLE {quote_sql(table)} RENAME CONSTRAINT {names}"
        yield from lines(executed_line(rename), INDENT + 4)


def _made_anew(rename: RenameConstraint) -> Iterator[Source]:
    yield dropped(rename.old)
    yield created(rename.new)


def _inside(operation: InBlock) -> Iterator[Source]:
    match operation:
        case AddColumn():
            yield from _column_added(operation)
        case DropColumn(_, _, column):
            yield call("batch.drop_column", quoted(column.name))
        case AlterColumn(_, _, old, new):
            yield from _altered(old, new)
        case ChangeDefault(_, column, _, given):
            yield _defaulted(column, given or column.server_default)
        case AddConstraint(_, constraint):
            yield created(constraint)
        case DropConstraint(_, constraint):
            yield dropped(constraint)
        case _:
            pass


def _column_added(operation: AddColumn) -> Iterator[Source]:
    column, default = operation.column, operation.default
    if column.computed:
        yield call("batch.add_column", column_source(column, nullable=column.nullable))
        return
    if operation.copy or (column.fills_itself and not default):
        return  # it had to be there before
    if column.nullable:
        if not column.is_given:
            yield call("batch.add_column", column_source(column, nullable=True))
        if column.server_default:
            yield _defaulted(column, column.server_default)
    elif default:
        given = given_default(default)
        yield call("batch.add_column", column_source(column, given, nullable=False))
    elif column.fill is not None and column.fill.sql:
        yield _defaulted(column, column.server_default)
    else:
        kind = named("existing_type", migrated_type(column.type))
        done = ("nullable=False", *own_default(column.server_default))
        yield call("batch.alter_column", quoted(column.name), kind, *done)


def _defaulted(column: Column, default: PerEngine | None) -> Source:
    """Return what gives a column a default from now on."""
    kind = named("existing_type", migrated_type(column.type))
    return call("batch.alter_column", quoted(column.name), kind, given_default(default))


def _altered(old: Column, new: Column) -> Iterator[Source]:
    """Yield what makes one column of another; a default is never cast to another type."""
    default = old.server_default
    if old.type != new.type and default is not None:
        yield _defaulted(old, None)
        default = None
    if not old.stores_like(new):
        yield call("batch.alter_column", quoted(new.name), *_alteration(old, new))
    if default != new.server_default:
        yield _defaulted(new, new.server_default)


def _alteration(old: Column, new: Column) -> Iterator[Source]:
    yield named("existing_type", type_source(old))
    if old.type != new.type:
        cast = cast_of(old, new)
        uncast = cast is not None and cast.uncast
        before, after = type_source(old), type_source(new)
        kind = call("_uncast", before, after) if uncast else after
        yield named("type_", kind)
        if cast is not None and cast.postgresql:
            using = cast.postgresql.format(quote_sql(new.name))
            yield f"postgresql_using={quoted(using)}"
    if old.nullable != new.nullable:
        yield f"nullable={new.nullable}"
    else:
        yield f"existing_nullable={old.nullable}"


def dropped(constraint: Constraint) -> Source:
    """Return what drops a constraint, within its batch block."""
    kind = f"type_={quoted(_KINDS[constraint.kind])}"
    return call("batch.drop_constraint", quoted(constraint.name), kind)


def created(constraint: Constraint) -> Source:
    """Return what makes a constraint, within its batch block."""
    name = quoted(constraint.name)
    if constraint.kind == "check":
        return call("batch.create_check_constraint", name, checked(constraint))
    if constraint.kind == "unique":
        columns = texts(constraint.columns)
        return call("batch.create_unique_constraint", name, columns)
    if constraint.kind == "primary_key":
        return call("batch.create_primary_key", name, texts(constraint.columns))
    return create_foreign_key(constraint)
