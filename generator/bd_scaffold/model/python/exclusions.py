"""Exclusion constraints as the mapped class and migrations write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...layout import Node, Source, after, call, named, texts, tuple_of
from ...names import python_string as quoted
from ...names import quote_sql
from ..types import Constraint, Index, Table
from .columns import escaped


def constraint(each: Constraint, keys: Mapping[str, str]) -> Source:
    """Return an exclusion as a mapped class has it; SQLite has triggers, which no class does."""
    same = (tuple_of((quoted(keys.get(c, c)), '"="')) for c in each.same)
    about = texts(keys.get(column, column) for column in each.columns)
    where = call("sa.text", quoted(escaped(each.where)))
    made = call(
        "ExcludeConstraint",
        *same,
        tuple_of((call("sa.text", quoted(_range(each))), '"&&"')),
        f"name={quoted(each.name)}",
        *([named("where", where)] if each.where else []),
        Node(
            "info={",
            (f'"message": {quoted(each.message)}', after('"fields": ', about)),
            "}",
        ),
    )
    return Node(made.head, made.items, ').ddl_if(dialect="postgresql")')


def _range(each: Constraint) -> str:
    ends = map(quote_sql, each.period)
    more = [] if each.bounds == "[)" else [f"'{each.bounds}'"]
    return f"{each.range}({', '.join((*ends, *more))})"


def added(table: str, each: Constraint) -> Source:
    """Return the statement of a migration that makes an exclusion."""
    return call(
        "_exclude",
        quoted(quote_sql(table)),
        quoted(each.name),
        quoted(each.range),
        _quoted(each.period),
        *([named("same", _quoted(each.same))] if each.same else []),
        *([f"where={quoted(escaped(each.where))}"] if each.where else []),
        *([f"bounds={quoted(each.bounds)}"] if each.bounds != "[)" else []),
        *([named("optional", _quoted(each.open_ends))] if each.open_ends else []),
    )


def _quoted(columns: Iterable[str]) -> Source:
    return tuple_of(quoted(quote_sql(each)) for each in columns)


def dropped(table: str, each: Constraint) -> Source:
    """Return the statement of a migration that takes an exclusion away."""
    return call("_let_overlap", quoted(quote_sql(table)), quoted(each.name))


def extensions_of(
    constraints: Iterable[Constraint], indexes: Iterable[Index]
) -> frozenset[str]:
    """Return the extensions that PostgreSQL needs for constraints and indexes."""
    excluded = {
        "btree_gist" for each in constraints if each.kind == "exclude" and each.same
    }
    special = (each for each in indexes if each.keys or each.method == "gist")
    return frozenset(excluded).union(*map(_of_index, special))


def extensions_of_tables(tables: Iterable[Table]) -> tuple[str, ...]:
    """Return the extensions that tables need, in the order of their names."""
    found = (extensions_of(each.constraints, each.indexes) for each in tables)
    return tuple(sorted(frozenset().union(*found)))


_CLASSES = {"gin_trgm_ops": "pg_trgm", "gist_trgm_ops": "pg_trgm"}
"""What brings operator classes along that PostgreSQL itself does not have."""


def _of_index(index: Index) -> frozenset[str]:
    """Return what an index needs: by gist, what has no class of its own has btree_gist's."""
    found = {_CLASSES[key.operators] for key in index.keys if key.operators in _CLASSES}
    plain = not index.keys or any(not key.operators for key in index.keys)
    return frozenset(
        found | ({"btree_gist"} if index.method == "gist" and plain else set())
    )


def needed(extension: str) -> Source:
    """Return the statement of a migration that sees to an extension."""
    return call("_need_extension", quoted(extension))


NEED_EXTENSION = '''
def _need_extension(name: str) -> None:
    """Have an extension of PostgreSQL, or stop before anything has changed."""
    if op.get_context().dialect.name != "postgresql":
        return
    create = f"CREATE EXTENSION IF NOT EXISTS {name}"
    if op.get_context().as_sql:
        op.execute(create)
        return
    asked = "SELECT installed_version FROM pg_available_extensions WHERE name = :name"
    found = op.get_bind().execute(sa.text(asked), {"name": name}).one_or_none()
    if found is None:
        raise RuntimeError(
            f"PostgreSQL has no extension {name} here: install its contrib modules "
            "on the server; nothing has changed."
        )
    if found.installed_version is not None:
        return
    try:
        with op.get_bind().begin_nested():
            op.execute(create)
    except sa.exc.DBAPIError as error:
        raise RuntimeError(
            f"The role may not create the extension {name}: have one that may run "
            f"{create} in this database; nothing has changed."
        ) from error
'''

EXCLUDE = '''
def _exclude(
    table: str,
    name: str,
    kind: str,
    period: tuple[str, str],
    same: tuple[str, ...] = (),
    where: str = "",
    bounds: str = "",
    optional: tuple[str, ...] = (),
) -> None:
    """Let no two rows of the same values overlap; SQLite is told to by triggers."""
    start, end = period
    if op.get_context().dialect.name == "postgresql":
        ends = f"{start}, {end}, '{bounds}'" if bounds else f"{start}, {end}"
        parts = [f"{each} WITH =" for each in same] + [f"{kind}({ends}) WITH &&"]
        rows = f" WHERE ({where})" if where else ""
        rule = f"EXCLUDE USING gist ({', '.join(parts)}){rows}"
        op.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}')
        return
    both = ("own", "other")
    needed = [each for each in period if each not in optional]
    overlaps = " AND ".join(
        [f"own.{each} = other.{each}" for each in same]
        + [f"{row}.{each} IS NOT NULL" for row in both for each in needed]
        + [
            f"coalesce({one}.{start} {'<=' if bounds else '<'} {two}.{end}, TRUE)"
            for one in both
            for two in both
        ]
    )
    some, rows = "EXISTS (SELECT 1 FROM", where or "TRUE"
    others = f"{some} {table} AS other WHERE ({rows}) AND rowid <> NEW.rowid"
    for event in ("insert", "update"):
        op.execute(
            f'CREATE TRIGGER "{name}_{event}" AFTER {event} ON {table} '
            f"WHEN {some} {table} AS own WHERE rowid = NEW.rowid AND ({rows}) "
            f"AND {others} AND {overlaps})) "
            f"BEGIN SELECT RAISE(ABORT, 'EXCLUDE constraint failed: {name}'); END"
        )
'''

LET_OVERLAP = '''
def _let_overlap(table: str, name: str) -> None:
    """Let rows overlap from now on."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        return
    for event in ("insert", "update"):
        op.execute(f'DROP TRIGGER "{name}_{event}"')
'''
