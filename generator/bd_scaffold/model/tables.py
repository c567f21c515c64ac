"""The table of an entity as facts, and every table in the order in which they can be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .constraints import (
    ForeignKey,
    checks,
    foreign_keys,
    primary_key,
    rules,
    unique_groups,
    uniques,
)
from .indexes import indexes_of
from .python.columns import column_python
from .python.tables import late_foreign_key, table_python
from .slots import Resolver, Slot, default_value, has_default, is_server_set
from .types import (
    Column,
    ColumnType,
    Constraint,
    Default,
    Index,
    LateForeignKey,
    Migration,
    Table,
)
from .values import column_type, server_made


@dataclass(frozen=True, slots=True)
class OwnTable:
    """What one entity puts into its own table."""

    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]  # the primary key first; foreign keys apart
    foreign_keys: tuple[ForeignKey, ...]
    indexes: tuple[Index, ...]


def own_table(resolver: Resolver, entity: str) -> OwnTable:
    """Return what an entity puts into its table."""
    written = resolver.design.entities[entity]
    own = resolver.names[entity]
    slots = resolver.slots(entity)
    unique = unique_groups(written, slots)
    keys = tuple(foreign_keys(resolver, own, slots))
    return OwnTable(
        columns=tuple(_column(slot) for slot in slots),
        constraints=(
            primary_key(own.table, [slot.name for slot in slots if slot.key]),
            *(() if written.soft_delete else uniques(own.table, unique)),
            *checks(own.table, slots),
            *rules(own.table, written, slots),
        ),
        foreign_keys=keys,
        indexes=tuple(indexes_of(own.table, written, slots, unique, keys)),
    )


def tables_of(
    resolver: Resolver,
    own: Mapping[str, OwnTable],
    joins: Mapping[str, Sequence[Table]],
    order: Sequence[str],
    late: Sequence[str],
) -> dict[str, Table]:
    """Return every table by its name: those of entities in their order, then those of links."""
    found = [_table(resolver, name, own[name], late) for name in order]
    found += [table for name in order for table in joins[name]]
    return {table.name: table for table in found}


def _table(
    resolver: Resolver, entity: str, own: OwnTable, late: Sequence[str]
) -> Table:
    name = resolver.names[entity].table
    keys = (key.constraint(late=key.name in late) for key in own.foreign_keys)
    constraints = (*own.constraints, *keys)
    python = table_python(name, own.columns, constraints, own.indexes, mapped=True)
    return Table(name, entity, "", own.columns, constraints, own.indexes, python)


def migration_of(tables: Mapping[str, Table]) -> Migration:
    """Return what the first migration does beside making each table."""
    return Migration(
        postgresql=any(
            column.type.kind == "json"
            for table in tables.values()
            for column in table.columns
        ),
        late=tuple(
            LateForeignKey(table.name, each.name, late_foreign_key(each))
            for table in tables.values()
            for each in table.constraints
            if each.late
        ),
    )


# Columns


def _column(slot: Slot) -> Column:
    default, on_update = _filled(slot)
    kind = column_type(slot.schema)
    return Column(
        name=slot.name,
        field=slot.field_name if slot.source is not None else "",
        attribute=slot.attribute,
        type=kind,
        nullable=slot.schema.nullable,
        primary=slot.key,
        trait=slot.source is None and not slot.key,
        python=column_python(
            slot.schema,
            kind,
            slot.enum,
            name=slot.name if slot.name != slot.attribute else "",
            primary=slot.key,
            default=default,
            on_update=on_update,
        ),
        enum=slot.schema.enum,
        items=_items(slot),
        default=default,
        on_update=on_update,
        was=(slot.source.was or "") if slot.source is not None else "",
        former=slot.former,
        x=slot.x,
    )


def _items(slot: Slot) -> ColumnType | None:
    return column_type(replace(slot.schema, many=False)) if slot.schema.many else None


_NOW = Default("now")
_OF_ITSELF: Mapping[str, tuple[Default, Default | None]] = {
    "id": (Default("uuid7"), None),
    "version": (Default("version"), None),
    "created_at": (_NOW, None),
    "updated_at": (_NOW, _NOW),
}
"""What fills the columns that no design writes, at first and on each update."""


def _filled(slot: Slot) -> tuple[Default | None, Default | None]:
    """Return what fills a column when nobody gives a value, at first and on each update."""
    if slot.source is None:
        return _OF_ITSELF.get(slot.name, (None, None))
    if has_default(slot):
        return Default("constant", default_value(slot)), None
    if is_server_set(slot) and not slot.schema.nullable:
        return server_made(slot.schema), None
    return None, None
