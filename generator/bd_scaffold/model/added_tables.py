"""Tables that no entity stands for, which capabilities bring along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..features.tables import AddedTable, TableColumn
from ..record import replace
from ..resolve import Resolved
from ..resolve.indexes import lookup
from ..resolve.uniques import named
from .constraints import primary_key, uniques
from .python.tables import table_python
from .types import Column, ColumnType, Constraint, Default, Table


def added_tables(resolved: Resolved) -> Iterator[Table]:
    """Yield the tables of capabilities, each after those that it refers to."""
    more = [each for f in resolved.features for each in f.extends(resolved.design)]
    for feature in resolved.features:
        for table in feature.tables(resolved.design):
            yield _table(_extended(table, more))


def _extended(table: AddedTable, more: Sequence[AddedTable]) -> AddedTable:
    """Return a table with what other capabilities add to it."""
    found = [each for each in more if each.name == table.name]
    return replace(
        table,
        columns=(*table.columns, *(c for each in found for c in each.columns)),
        references=(*table.references, *(r for e in found for r in e.references)),
        indexes=(*table.indexes, *(i for each in found for i in each.indexes)),
    )


def _table(added: AddedTable) -> Table:
    columns = columns_of(added.columns)
    constraints = tuple(_constraints(added))
    indexes = tuple(lookup(added.name, group) for group in added.indexes)
    python = table_python(added.name, columns, constraints, indexes)
    return Table(added.name, "", "", columns, constraints, indexes, python)


def columns_of(columns: Iterable[TableColumn]) -> tuple[Column, ...]:
    """Return the columns of a table as a model has them."""
    return tuple(map(_column, columns))


def _column(column: TableColumn) -> Column:
    return Column(
        name=column.name,
        field="",
        attribute=column.name,
        type=ColumnType(column.type, length=column.length),
        nullable=column.nullable,
        primary=column.primary,
        trait=False,
        default=Default(column.default) if column.default else None,
        numbered=column.numbered,
    )


def _constraints(added: AddedTable) -> Iterator[Constraint]:
    yield primary_key(added.name, [each.name for each in added.columns if each.primary])
    yield from uniques(added.name, added.unique)
    for each in added.references:
        yield Constraint(
            name=named("fk", added.name, each.column.removesuffix("_id")),
            kind="foreign_key",
            columns=(each.column,),
            target=each.table,
            target_columns=(each.target,),
            on_delete=each.on_delete,
        )
