"""Relations between entities as diagrams draw them, from the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...model.types import Column, Constraint, Entity, Model, Table
from ...record import Record


class Relation(Record, frozen=True):
    """One relation: from the entity that holds it to the one that it leads to."""

    source: str  # the entity: "Order"
    target: str  # the other one, or a table of no entity: "Customer", "accounts"
    name: str  # the field: "customer"
    many: bool = False  # from many to many
    optional: bool = False  # it may lead to nothing
    unique: bool = False  # at most one leads to the same
    columns: tuple[str, ...] = ()  # that hold it, by their names in the database


def relations_of(model: Model) -> tuple[Relation, ...]:
    """Return the relations of all entities, in the design's order."""
    by_table = {each.table: each.name for each in model.entities}
    joined: dict[str, list[Table]] = {}
    for table in model.tables.values():
        if table.link:
            joined.setdefault(table.entity, []).append(table)
    return tuple(
        relation
        for entity in model.entities
        for relation in (
            *_references(model.tables[entity.table], entity, by_table),
            *_links(entity, joined.get(entity.name, ()), by_table),
        )
    )


def _references(
    table: Table, entity: Entity, by_table: Mapping[str, str]
) -> Iterator[Relation]:
    for each in table.constraints:
        if each.kind != "foreign_key" or each.divides:
            continue
        columns = [column for column in table.columns if column.name in each.columns]
        name = _field(columns, each)
        if name is None and each.target not in by_table:
            continue  # who made a row, and whose part of the rows it is in
        yield Relation(
            source=entity.name,
            target=by_table.get(each.target, each.target),
            name=name or each.columns[-1].removesuffix("_id"),
            optional=any(column.nullable for column in columns),
            unique=_is_unique(table, each),
            columns=each.columns,
        )


def _field(columns: list[Column], reference: Constraint) -> str | None:
    """Return the field that a reference comes from: of several columns, of the last one."""
    named = [column.field for column in columns if column.field]
    of = {column.name: column.field for column in columns}
    return of.get(reference.columns[-1]) or (named[-1] if named else None)


def _links(
    entity: Entity, tables: Iterable[Table], by_table: Mapping[str, str]
) -> Iterator[Relation]:
    """Yield the relations whose rows are pairs, of which the other side comes last."""
    for table in tables:
        sides = [
            by_table[each.target]
            for each in table.constraints
            if each.kind == "foreign_key" and each.target in by_table
        ]
        yield Relation(entity.name, sides[-1], table.link, many=True)


def _is_unique(table: Table, reference: Constraint) -> bool:
    """True where no two rows refer to the same one."""
    return any({*key} <= {*reference.columns} for key in unique_keys(table))


def unique_keys(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the columns of each key of a table, be it the primary one or another."""
    for constraint in table.constraints:
        if constraint.kind in ("primary_key", "unique"):
            yield constraint.columns
    for index in table.indexes:
        if index.unique and index.columns and not index.where and index.is_of_columns:
            yield index.columns
