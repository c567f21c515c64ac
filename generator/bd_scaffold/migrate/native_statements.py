"""Operations on PostgreSQL's types of enums, as the lines of a revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from ..layout import Source, call, lines
from ..model.python import exclusions
from ..model.python.columns import sql_text
from ..model.python.migration import batch_of, create_type, drop_type
from ..model.python.tables import create_index
from ..model.types import Constraint, Index
from ..names import python_string as quoted
from ..names import quote_sql, sql_literal
from .block import created, dropped
from .native_operations import (
    AddEnumValues,
    CreateEnum,
    DropEnum,
    EnumType,
    Held,
    LoseEnumValues,
    NativeOperation,
    RenameEnum,
    RenameEnumValues,
    Retyped,
    StoreAsTexts,
    StoreNatively,
)
from .schema import Column
from .text import INDENT, column_source, executed

_INSIDE = INDENT + 4
_TEXT = "VARCHAR(60)"


def on_types(operation: NativeOperation) -> Iterator[str]:
    """Yield the lines of an operation on types, which only PostgreSQL has."""
    yield from lines("if _is_postgresql():", INDENT)
    yield from _written(operation)


def _written(operation: NativeOperation) -> Iterator[str]:
    match operation:
        case CreateEnum(kind):
            yield from _created([kind])
        case DropEnum(kind):
            yield from _dropped([kind])
        case RenameEnum(old, new):
            names = f"{quote_sql(old)} RENAME TO {quote_sql(new)}"
            yield from executed(f"ALTER TYPE {names}", _INSIDE)
        case RenameEnumValues(name, values):
            for old, new in values:
                texts = f"{sql_literal(old)} TO {sql_literal(new)}"
                rename = f"ALTER TYPE {quote_sql(name)} RENAME VALUE {texts}"
                yield from executed(rename, _INSIDE)
        case AddEnumValues(older, newer):
            yield from _added(older, newer)
        case LoseEnumValues(older, newer, columns, held):
            yield from _released(held)
            yield from _retyped(columns, as_text=True)
            yield from _dropped([older])
            yield from _created([newer])
            yield from _retyped(columns, as_text=False)
            yield from _held_again(held)
        case StoreAsTexts(columns, held, types):
            yield from _released(held)
            yield from _retyped(columns, as_text=True)
            yield from _dropped(types)
            yield from _held_again(held)
        case StoreNatively(columns, held, types):
            yield from _created(types)
            yield from _released(held)
            yield from _retyped(columns, as_text=False)
            yield from _held_again(held)


def _created(types: Iterable[EnumType]) -> Iterator[str]:
    for each in types:
        made = call("op.execute", sql_text(create_type(each.name, each.values)))
        yield from lines(made, _INSIDE)


def _dropped(types: Iterable[EnumType]) -> Iterator[str]:
    for each in types:
        yield from executed(drop_type(each.name), _INSIDE)


def _added(old: EnumType, new: EnumType) -> Iterator[str]:
    """Yield what adds values, and adds none that is there after an interrupted run."""
    yield from lines("# A value can be used once it is committed.", _INSIDE)
    yield from lines("with op.get_context().autocommit_block():", _INSIDE)
    last = max(new.values.index(each) for each in old.values)
    for place, value in enumerate(new.values):
        if value in old.values:
            continue
        where = ""
        if place == 0:
            where = f" BEFORE {sql_literal(old.values[0])}"
        elif place < last:
            where = f" AFTER {sql_literal(new.values[place - 1])}"
        added = f"ADD VALUE IF NOT EXISTS {sql_literal(value)}{where}"
        statement = f"ALTER TYPE {quote_sql(new.name)} {added}"
        yield from executed(statement, _INSIDE + 4)


def _retyped(columns: Iterable[Retyped], *, as_text: bool) -> Iterator[str]:
    """Yield what changes the type of columns, those of a table at once."""
    for table, own in groupby(columns, lambda each: each.table):
        actions = [action for each in own for action in _actions(each, as_text=as_text)]
        alter = f"ALTER TABLE {quote_sql(table)}"
        if len(actions) == 1:
            yield from executed(f"{alter} {actions[0]}", _INSIDE)
        else:
            listed = ",\n    ".join(actions)
            yield from executed(f"{alter}\n    {listed}", _INSIDE)


def _actions(column: Retyped, *, as_text: bool) -> Iterator[str]:
    """Yield what changes a column's type; its default is never cast."""
    name, kind = quote_sql(column.name), quote_sql(column.type)
    if column.default:
        yield f"ALTER {name} DROP DEFAULT"
    using = f"{name}::text" if as_text else f"{name}::text::{kind}"
    yield f"ALTER {name} TYPE {_TEXT if as_text else kind} USING {using}"
    if column.default:
        yield f"ALTER {name} SET DEFAULT {column.default}"


# What compares values


def _released(held: Sequence[Held]) -> Iterator[str]:
    for table, rule in _exclusions(held):
        yield from lines(exclusions.dropped(table, rule), _INSIDE)
    yield from _in_batches(held, dropped)
    for each in held:
        if isinstance(each.what, Index):
            drop = call("op.drop_index", quoted(each.what.name), quoted(each.table))
            yield from lines(drop, _INSIDE)
    for each in held:
        if isinstance(each.what, Column):
            names = quoted(each.table), quoted(each.what.name)
            yield from lines(call("op.drop_column", *names), _INSIDE)


def _held_again(held: Sequence[Held]) -> Iterator[str]:
    for each in held:
        if isinstance(each.what, Column):
            made = column_source(each.what, nullable=each.what.nullable)
            add = call("op.add_column", quoted(each.table), made)
            yield from lines(add, _INSIDE)
    yield from _in_batches(held, created)
    for each in held:
        if isinstance(each.what, Index):
            yield from lines(create_index(each.table, each.what), _INSIDE)
    for table, rule in _exclusions(held):
        yield from lines(exclusions.added(table, rule), _INSIDE)


def _exclusions(held: Sequence[Held]) -> Iterator[tuple[str, Constraint]]:
    """Yield the constraints that batches can't make, each with its table."""
    for each in held:
        if isinstance(each.what, Constraint) and each.what.kind == "exclude":
            yield each.table, each.what


def _in_batches(
    held: Sequence[Held], written: Callable[[Constraint], Source]
) -> Iterator[str]:
    for table, own in groupby(held, lambda each: each.table):
        rules = [each.what for each in own if isinstance(each.what, Constraint)]
        found = [each for each in rules if each.kind != "exclude"]
        if found:
            yield from lines(batch_of(table), _INSIDE)
        for constraint in found:
            yield from lines(written(constraint), _INSIDE + 4)
