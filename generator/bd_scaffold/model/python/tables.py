"""Tables, constraints and indexes as the mapped class and migrations write them.

Both are written from the same facts, so they cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...layout import Node, Source, after, block, call, named, texts
from ...names import python_string as quoted
from ...record import replace
from ..types import Column, Constraint, Index, Table, TablePython
from .columns import migrated_column, own_default

_CALLS = {
    "unique": "sa.UniqueConstraint",
    "check": "sa.CheckConstraint",
    "foreign_key": "sa.ForeignKeyConstraint",
    "primary_key": "sa.PrimaryKeyConstraint",
}
NEVER_AGAIN = ("sqlite_autoincrement=True",)
"""What keeps SQLite from giving a deleted row's number to another one, as PostgreSQL does."""

_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w)")
"""A colon that SQLAlchemy would take for a parameter's."""

_IN_THE_CONTRACT = ("values", "minimum", "maximum", "not_blank")


def table_python(
    name: str,
    columns: Sequence[Column],
    constraints: Sequence[Constraint],
    indexes: Sequence[Index],
) -> TablePython:
    """Return a table in Python."""
    made = create_table(
        name,
        [
            migrated_column(
                each.name,
                each.type,
                *own_default(each.server_default),
                nullable=each.nullable,
                numbered=each.numbered,
            )
            for each in columns
        ],
        [each for each in constraints if not each.late],
        indexes,
        numbered=any(each.numbered for each in columns),
    )
    return TablePython(create="\n".join(block(each, 4) for each in made))


def create_table(
    name: str,
    columns: Sequence[Source],
    constraints: Sequence[Constraint],
    indexes: Sequence[Index],
    *,
    numbered: bool,
) -> Iterator[Source]:
    """Yield the statements of a migration that make a table and its indexes."""
    options = NEVER_AGAIN if numbered else ()
    yield call(
        "op.create_table",
        quoted(name),
        *columns,
        *map(constraint, constraints),
        *options,
    )
    for index in indexes:
        yield create_index(name, index)


def create_index(table: str, index: Index, *more: Source) -> Node:
    """Return the statement of a migration that makes an index."""
    return call(
        "op.create_index",
        quoted(index.name),
        quoted(table),
        texts(index.columns),
        *_options(index),
        *more,
    )


def constraint(each: Constraint, *more: Source) -> Node:
    """Return a constraint of a table."""
    name = f"name={quoted(each.name)}"
    return call(_CALLS[each.kind], *_demand(each), name, *_rule(each), *more)


def checked(expression: str) -> str:
    """Return the SQL of a check as a text that SQLAlchemy reads, or a whole literal of it."""
    return quoted(_PARAMETER.sub(r"\\:", expression))


def create_foreign_key(key: Constraint) -> Node:
    """Return what adds a foreign key to a table that is there, within its batch block."""
    return call(
        "batch.create_foreign_key",
        quoted(key.name),
        quoted(key.target),
        texts(key.columns),
        texts(key.target_columns),
        *_rule(key),
    )


def _demand(each: Constraint) -> Iterator[Source]:
    if each.kind == "check":
        yield checked(each.expression)
    elif each.kind == "foreign_key":
        yield texts(each.columns)
        yield texts(f"{each.target}.{column}" for column in each.target_columns)
    else:
        yield from map(quoted, each.columns)


def _rule(each: Constraint) -> Iterator[Source]:
    if each.on_delete:
        yield f"ondelete={quoted(each.on_delete)}"


def table_args(tables: Mapping[str, Table], name: str) -> Iterator[Source]:
    """Yield what stands beside the columns; they say themselves which are the key."""
    keys = _keys(tables[name])
    for each in tables[name].constraints:
        if each.kind != "primary_key":
            there = _keys(tables[each.target]) if each.target else {}
            known = replace(
                each,
                columns=_by_key(each.columns, keys),
                target_columns=_by_key(each.target_columns, there),
            )
            yield constraint(known, *_told(known))
    for index in tables[name].indexes:
        columns = map(quoted, _by_key(index.columns, keys))
        options = _options(replace(index, include=_by_key(index.include, keys)))
        yield call("sa.Index", quoted(index.name), *columns, *options)


def _keys(table: Table) -> Mapping[str, str]:
    """Return by what SQLAlchemy knows the columns of a table."""
    return {each.name: each.key or each.name for each in table.columns}


def _by_key(columns: Sequence[str], keys: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(keys[each] for each in columns)


def _told(each: Constraint) -> Iterator[Source]:
    """Yield what is said to a client, of a rule that the contract can't state."""
    if each.late:
        yield "use_alter=True"
    if each.keeps:
        yield 'info={"on_soft_delete": "keep"}'
    if each.kind == "check" and each.origin not in _IN_THE_CONTRACT:
        about = after('"fields": ', texts(each.columns))
        yield Node("info={", (f'"message": {quoted(each.message)}', about), "}")


def _options(index: Index) -> Iterator[Source]:
    if index.unique:
        yield "unique=True"
    for engine in ("postgresql", "sqlite") if index.where else ():
        yield named(f"{engine}_where", call("sa.text", quoted(index.where)))
    if index.include:
        yield named("postgresql_include", texts(index.include))
    if index.method:
        yield f"postgresql_using={quoted(index.method)}"
