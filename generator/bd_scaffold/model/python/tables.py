"""Tables, constraints and indexes as the mapped class and migrations write them.

Both are written from the same facts, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...layout import Node, Source, after, block, call, collection, named, texts
from ...names import python_string as quoted
from ...record import replace
from ..types import (
    Column,
    ColumnType,
    Constraint,
    Index,
    IndexKey,
    Policy,
    Table,
    TablePython,
)
from . import exclusions, word_indexes
from .columns import (
    BY_ENGINE,
    escaped,
    is_counted,
    migrated_column,
    own_default,
    sql_text,
)

_CALLS = {
    "unique": "sa.UniqueConstraint",
    "check": "sa.CheckConstraint",
    "foreign_key": "sa.ForeignKeyConstraint",
    "primary_key": "sa.PrimaryKeyConstraint",
}
ON_SQLITE = "on_sqlite"
"""What keeps a check from PostgreSQL in a mapped class."""

NEVER_AGAIN = ("sqlite_autoincrement=True",)
"""What keeps SQLite from giving a deleted row's number to another one, as PostgreSQL does."""

_IN_THE_CONTRACT = (
    *("values", "minimum", "maximum", "not_blank"),
    *("trim", "lower", "upper"),
)


def table_python(
    name: str,
    columns: Sequence[Column],
    constraints: Sequence[Constraint],
    indexes: Sequence[Index],
    policies: Sequence[Policy] = (),
) -> TablePython:
    """Return a table in Python."""
    made = create_table(
        name,
        [
            migrated_column(
                each.name,
                each.type,
                *own_default(each.server_default),
                *from_clients(
                    each.name, each.type, constraints, numbered=each.numbered
                ),
                nullable=each.nullable,
                numbered=each.numbered,
                counted=is_counted(each.default),
                computed=each.computed,
            )
            for each in columns
        ],
        [each for each in constraints if not each.late],
        indexes,
        numbered=any(each.numbered for each in columns),
        policies=policies,
    )
    return TablePython(create="\n".join(block(each, 4) for each in made))


def from_clients(
    name: str, kind: ColumnType, constraints: Iterable[Constraint], *, numbered: bool
) -> Iterator[str]:
    """Yield what keeps a key that clients send from a sequence, which SQLAlchemy would give it."""
    holding = [each.kind for each in constraints if each.columns == (name,)]
    alone = "primary_key" in holding and "foreign_key" not in holding
    if alone and not numbered and kind.kind in ("smallint", "integer", "bigint"):
        yield "autoincrement=False"


def create_table(
    name: str,
    columns: Sequence[Source],
    constraints: Sequence[Constraint],
    indexes: Sequence[Index],
    *,
    numbered: bool,
    policies: Sequence[Policy] = (),
) -> Iterator[Source]:
    """Yield the statements of a migration that make a table and its indexes."""
    options = NEVER_AGAIN if numbered else ()
    yield call(
        "op.create_table",
        quoted(name),
        *columns,
        *map(constraint, (each for each in constraints if each.kind != "exclude")),
        *options,
    )
    for index in indexes:
        yield create_index(name, index)
    for each in constraints:
        if each.kind == "exclude":
            yield exclusions.added(name, each)
    if policies:
        yield protected(name, policies)


def protected(table: str, policies: Sequence[Policy]) -> Node:
    """Return the statement of a migration that has PostgreSQL hold a table's rows to policies."""
    said = (f"{quoted(each.name)}: {quoted(each.sql)}" for each in policies)
    return call("_protect", quoted(table), Node("{", tuple(said), "}"))


def exposed(table: str, policies: Sequence[Policy]) -> Node:
    """Return the statement after which PostgreSQL holds rows to policies no longer."""
    names = collection(quoted(each.name) for each in policies)
    return call("_expose", quoted(table), names)


def create_index(table: str, index: Index, *more: Source) -> Node:
    """Return the statement of a migration that makes an index."""
    if index.language:
        return word_indexes.created(table, index)
    return call(
        "op.create_index",
        quoted(index.name),
        quoted(table),
        collection(_migrated_keys(index)) if index.keys else texts(index.columns),
        *_options(index),
        *more,
    )


def drop_index(table: str, index: Index) -> Node:
    """Return the statement of a migration that takes an index away."""
    if index.language:
        return word_indexes.dropped(table, index)
    return call("op.drop_index", quoted(index.name), quoted(table))


def drop_table(table: str, indexes: Sequence[Index]) -> Iterator[Node]:
    """Yield the statements of a migration that take a table away, and what stands beside it."""
    for each in indexes:
        if each.language:
            yield word_indexes.dropped(table, each)
    yield call("op.drop_table", quoted(table))


def _migrated_keys(index: Index) -> Iterator[Source]:
    """Yield what an index is made of; SQLite has no other place for nulls than its own."""
    for key in index.keys:
        nulls = f"{key.ordered} NULLS {key.nulls}"
        if key.nulls_equal:
            yield call("_by_engine", sql_text(key.sql), sql_text(key.on_sqlite))
        elif key.nulls:
            yield call("_by_engine", sql_text(nulls), sql_text(key.ordered))
        elif key.column and not key.descending:
            yield quoted(key.column)
        else:
            yield call("sa.text", quoted(key.ordered))


def _mapped_keys(index: Index, attributes: Mapping[str, str]) -> list[Source]:
    """Return what an index is made of, by the attributes of its columns."""
    return [_mapped_key(key, attributes.get(key.column, "")) for key in index.keys]


def _mapped_key(key: IndexKey, attribute: str) -> Source:
    if key.nulls_equal:
        return call(BY_ENGINE, sql_text(key.sql), sql_text(key.on_sqlite))
    if not attribute:
        return call("sa.text", quoted(f"{key.ordered}{_NULLS[key.nulls]}"))
    order = ".desc()" * key.descending
    if key.nulls:
        order += f".nulls_{key.nulls.lower()}()"
    return f"{attribute}{order}" if order else quoted(key.column)


_NULLS = {"": "", "FIRST": " NULLS FIRST", "LAST": " NULLS LAST"}


def constraint(
    each: Constraint,
    *more: Source,
    by_engine: str = "_by_engine",
    on_sqlite: str = "_on_sqlite",
) -> Node:
    """Return a constraint of a table; `by_engine` tells the engines apart in the module."""
    name = f"name={quoted(each.name)}"
    demand = _demand(each, by_engine)
    made = call(_CALLS[each.kind], *demand, name, *_rule(each), *more)
    return call(on_sqlite, made) if each.only_sqlite else made


def checked(check: Constraint, by_engine: str = "_by_engine") -> Source:
    """Return the SQL of a check as SQLAlchemy reads it."""
    if not check.postgresql:
        return quoted(escaped(check.expression))
    return call(by_engine, sql_text(check.postgresql), sql_text(check.expression))


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


def _demand(each: Constraint, by_engine: str) -> Iterator[Source]:
    if each.kind == "check":
        yield checked(each, by_engine)
    elif each.kind == "foreign_key":
        yield texts(each.columns)
        yield texts(f"{each.target}.{column}" for column in each.target_columns)
    else:
        yield from map(quoted, each.columns)


def _rule(each: Constraint) -> Iterator[Source]:
    if each.on_delete:
        yield f"ondelete={quoted(each.on_delete)}"
    if each.on_update:
        yield f"onupdate={quoted(each.on_update)}"
    if each.deferred or each.deferrable:
        yield "deferrable=True"
    if each.deferred:
        yield 'initially="DEFERRED"'


def table_args(tables: Mapping[str, Table], name: str) -> Iterator[Source]:
    """Yield what stands beside the columns; they say themselves which are the key.

    But for a key that has them in another order.
    """
    keys = _keys(tables[name])
    in_order = tuple(each.name for each in tables[name].columns if each.primary)
    for each in tables[name].constraints:
        if each.kind != "primary_key" or each.own_name or each.columns != in_order:
            there = _keys(tables[each.target]) if each.target else {}
            known = each
            if keys or there:
                known = replace(
                    each,
                    columns=_by_key(each.columns, keys),
                    target_columns=_by_key(each.target_columns, there),
                )
            if each.kind == "exclude":
                yield exclusions.constraint(each, keys)
                continue
            told = _told(known)
            yield constraint(known, *told, by_engine=BY_ENGINE, on_sqlite=ON_SQLITE)
    for index in tables[name].indexes:
        yield _mapped_index(index, tables[name], keys)


def _mapped_index(index: Index, table: Table, keys: Mapping[str, str]) -> Source:
    known = index
    if keys:
        known = replace(
            index,
            columns=_by_key(index.columns, keys),
            include=_by_key(index.include, keys),
            keys=tuple(
                replace(key, column=keys.get(key.column, key.column))
                for key in index.keys
            ),
        )
    if known.language:
        return word_indexes.mapped(index)
    columns: Iterable[Source] = map(quoted, known.columns)
    if known.keys:
        attributes = {each.key or each.name: each.attribute for each in table.columns}
        columns = _mapped_keys(known, attributes)
    more = (*_options(known), *_unique_by(known))
    return call("sa.Index", quoted(index.name), *columns, *more)


def _unique_by(index: Index) -> Iterator[Source]:
    """Yield the fields of a value that is taken, where the index is one of expressions."""
    if index.unique and (index.nulls_not_distinct or not index.is_of_columns):
        about = after('"fields": ', texts(index.columns))
        yield Node("info={", (about,), "}")


def _keys(table: Table) -> Mapping[str, str]:
    """Return by what SQLAlchemy knows the columns that are called otherwise."""
    return {each.name: each.key for each in table.columns if each.key}


def _by_key(columns: Sequence[str], keys: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(keys.get(each, each) for each in columns)


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
    if index.nulls_not_distinct:
        yield "postgresql_nulls_not_distinct=True"
    if index.include:
        yield named("postgresql_include", texts(index.include))
    if index.method:
        yield f"postgresql_using={quoted(index.method)}"
    classes = [
        f"{quoted(key.column)}: {quoted(key.operators)}"
        for key in index.keys
        if key.operators
    ]
    if classes:
        yield Node("postgresql_ops={", tuple(classes), "}")
