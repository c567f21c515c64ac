"""The first migration: all tables, links included, in an order in which they can be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..names import python_string as quoted
from ..names import shorten
from ..resolve import Resolved
from .tables import Table, foreign_key_constraint
from .types import Constraint, MigratedTable, Migration


def migration_of(
    resolved: Resolved,
    tables: Mapping[str, Table],
    order: Sequence[str],
    late: Sequence[str],
) -> Migration:
    """Return the migration that makes every table of a model."""
    made = [_table(resolved, name, tables[name], late) for name in order]
    made += [table for name in order for table in _links(tables[name])]
    source = str([table.columns for table in made])
    return Migration(tuple(made), postgresql="postgresql." in source)


def _table(
    resolved: Resolved, name: str, table: Table, late: Sequence[str]
) -> MigratedTable:
    own = resolved.entities[name].names
    key = [slot.name for slot in resolved.entities[name].key]
    keys = (
        foreign_key_constraint(k, late=False)
        for k in table.foreign_keys
        if k.name not in late
    )
    return MigratedTable(
        name=own.table,
        columns=tuple(column.migration for column in table.columns),
        constraints=(
            _primary_key(own.table, key),
            *map(_plain, table.constraints),
            *keys,
        ),
        indexes=tuple(index.migration for index in table.indexes),
    )


def _links(table: Table) -> Iterator[MigratedTable]:
    for link in table.links:
        yield MigratedTable(
            name=link.table,
            columns=link.migration,
            constraints=(_primary_key(link.table, link.key), *link.migrated),
            indexes=tuple(index.migration for index in link.indexes),
        )


def _primary_key(table: str, columns: Sequence[str]) -> Constraint:
    name = shorten(f"pk_{table}")
    return Constraint(
        name=name,
        kind="primary_key",
        call="sa.PrimaryKeyConstraint",
        arguments=(*map(quoted, columns), f"name={quoted(name)}"),
        message="",
        implied=False,
        fields=tuple(columns),
        late=False,
    )


def _plain(constraint: Constraint) -> Constraint:
    """Return a constraint without what only the running code reads of it."""
    kept = (a for a in constraint.arguments if not a.startswith("info="))
    return replace(constraint, arguments=tuple(kept))
