"""What is unique from now on, and what counts the rows that share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.types import Index
from .expressions import names_in
from .findings import DestructiveChange, Finding, not_unique, shared
from .schema import Column, Guard
from .start import Start


def unique(
    start: Start, table: str, subject: str, columns: Sequence[str], *, where: str = ""
) -> Iterator[Finding]:
    """Yield that rows may share the values of columns that are unique from now on."""
    was = [start.hashed.get((table, each), each) for each in columns]
    if _was_unique(start, table, was, where):
        return
    columns = [start.plain(table, each) for each in columns]
    if _was_unique(start, table, columns, where):
        return
    added = [
        start.added[table, each] for each in columns if (table, each) in start.added
    ]
    if any(_is_unique_itself(column) for column in added):
        return
    text = not_unique(subject)
    known = start.knows(table, [*columns, *names_in(where)])
    guard = twice(start, table, columns, where) if known else None
    yield Finding(DestructiveChange(f"unique:{subject}", text), guard)


def indexed(start: Start, table: str, subject: str, index: Index) -> Iterator[Finding]:
    """Yield that rows may share what an index keeps unique from now on."""
    if index.nulls_not_distinct:
        yield from _unique_with_nulls(start, table, subject, index)
        return
    if index.is_of_columns:
        yield from unique(start, table, subject, index.columns, where=index.where)
        return
    if any(
        owner == start.tables.get(table, table)
        and gone.where in ("", index.where)
        and [start.expression(table, each.sql) for each in index.keys]
        == [each.sql for each in gone.keys]
        for owner, gone in start.indexes
        if gone.unique
    ):
        return
    text = not_unique(subject)
    known = start.knows(table, [*index.columns, *names_in(index.where)])
    guard = twice_by(start, table, index) if known else None
    yield Finding(DestructiveChange(f"unique:{subject}", text), guard)


def _unique_with_nulls(
    start: Start, table: str, subject: str, index: Index
) -> Iterator[Finding]:
    """Rows that lack a value share it; a column that comes empty is one that all rows lack."""
    before = {start.columns.get(table, {}).get(each, each) for each in index.columns}
    if any(
        owner == start.tables.get(table, table)
        and gone.nulls_not_distinct
        and set(gone.columns) <= before
        and gone.where in ("", index.where)
        for owner, gone in start.indexes
    ):
        return
    danger = DestructiveChange(f"unique:{subject}", not_unique(subject))
    names = [_held(start, table, each) for each in index.columns]
    known = [each for each in names if each is not None]
    if len(known) < len(names) or not start.knows(table, [*names_in(index.where)]):
        yield Finding(danger)
        return
    guard = shared(start, table, index.columns, known, index.where, nulls=True)
    yield Finding(danger, guard)


def _held(start: Start, table: str, name: str) -> str | None:
    """Return SQL of what rows will hold; nothing where a new column gets something."""
    column = start.added.get((table, name))
    if column is None:
        return start.value(table, name)
    return "CAST(NULL AS INTEGER)" if column.nullable and not column.fill else None


def _is_unique_itself(column: Column) -> bool:
    """True where each row's new value is one of its own, or none, or is asked for it."""
    if column.fill is not None:
        return column.fill.by_row or bool(column.fill.guards)
    return column.nullable


def _was_unique(start: Start, table: str, columns: Sequence[str], where: str) -> bool:
    """True where the rows were held to this already, by a constraint or an index."""
    before = [start.columns.get(table, {}).get(each, each) for each in columns]
    unique = any(
        owner == table
        and gone.kind in ("unique", "primary_key")
        and set(gone.columns) <= set(columns)
        for owner, gone in start.constraints
    )
    return unique or any(
        owner == start.tables.get(table, table)
        and gone.unique
        and set(gone.columns) <= set(before)
        and gone.where in ("", where)
        for owner, gone in start.indexes
    )


def twice(
    start: Start,
    table: str,
    columns: Sequence[str],
    where: str = "",
    *,
    nulls: bool = False,
) -> Guard:
    """Return what counts the values that more than one row has."""
    names = [start.value(table, each) for each in columns]
    return shared(start, table, columns, names, where, nulls=nulls)


def twice_by(start: Start, table: str, index: Index) -> Guard:
    """Return what counts the values of an index that more than one row has."""
    names = [start.expression(table, each.sql) for each in index.keys]
    return shared(start, table, index.columns, names, index.where)
