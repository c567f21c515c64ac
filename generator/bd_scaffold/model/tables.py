"""The table of an entity as facts, and every table in the order in which they can be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..record import Record, replace
from ..resolve import Resolved
from ..resolve.computed import computed_of
from ..resolve.constraint_names import own_names
from ..resolve.indexes import indexes_of
from ..resolve.slots import (
    Slot,
    default_value,
    dividing,
    has_default,
    is_computed,
    is_encrypted,
    is_numbered,
    is_server_set,
    made,
    primary_key_of,
)
from ..resolve.uniques import among_all_rows, whole_keys
from .added_tables import added_tables
from .constraints import (
    ForeignKey,
    account_keys,
    added_keys,
    called,
    checks,
    divided,
    existing_in,
    foreign_keys,
    policies_of,
    primary_key,
    rules,
    uniques,
    within_parts,
)
from .copies import copies_of
from .exclusions import exclusions_of
from .python.tables import table_python
from .server_defaults import server_default
from .types import (
    Column,
    ColumnType,
    Computed,
    Constraint,
    Default,
    DefaultKind,
    Index,
    PerEngine,
    Sealed,
    Table,
)
from .values import column_type, generated_key, server_made


class OwnTable(Record, frozen=True):
    """What one entity puts into its own table."""

    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]  # the primary key first; foreign keys apart
    foreign_keys: tuple[ForeignKey, ...]
    indexes: tuple[Index, ...]


def own_table(resolved: Resolved, entity: str) -> OwnTable:
    """Return what an entity puts into its table."""
    found = resolved.entities[entity]
    written, own, slots = found.written, found.names, found.slots
    said = own_names(found)
    keys = (called(each, said) for each in foreign_keys(resolved, own, slots))
    constraints = (
        primary_key(own.table, primary_key_of(slots)),
        *uniques(own.table, among_all_rows(found)),
        *checks(own.table, slots),
        *rules(own.table, written, slots),
        *exclusions_of(found),
        *account_keys(own.table, slots),
        *added_keys(own.table, slots),
        *_whole_keys(resolved, entity),
    )
    return OwnTable(
        columns=tuple(_column(own.table, slot, slots) for slot in slots),
        constraints=tuple(called(each, said) for each in constraints),
        foreign_keys=tuple(keys),
        indexes=tuple(indexes_of(found)),
    )


def tables_of(
    resolved: Resolved,
    own: Mapping[str, OwnTable],
    joins: Mapping[str, Sequence[Table]],
    order: Sequence[str],
    late: Sequence[str],
) -> dict[str, Table]:
    """Return every table by its name: of capabilities, of entities in their order, of links."""
    found = [*added_tables(resolved)]
    found += [_table(resolved, name, own[name], late) for name in order]
    found += [each for name in order for each in _copies(resolved, name, own[name])]
    found += [table for name in order for table in joins[name]]
    return {table.name: table for table in found}


def _table(
    resolved: Resolved, entity: str, own: OwnTable, late: Sequence[str]
) -> Table:
    name = resolved.entities[entity].names.table
    keys = (key.constraint(late=key.name in late) for key in own.foreign_keys)
    keys = (each for key in keys for each in _within(resolved, entity, key))
    constraints = (*own.constraints, *keys)
    policies = policies_of(resolved.entities[entity].slots)
    python = table_python(name, own.columns, constraints, own.indexes, policies)
    return Table(
        name, entity, "", own.columns, constraints, own.indexes, python, policies
    )


def _copies(resolved: Resolved, entity: str, own: OwnTable) -> Iterator[Table]:
    """Yield the tables with copies of an entity's rows."""
    for feature in resolved.entities[entity].features:
        if feature.copies is not None:
            yield copies_of(resolved.entities[entity], own.columns, feature.copies)


def _within(resolved: Resolved, entity: str, key: Constraint) -> Iterator[Constraint]:
    """Yield a foreign key, and what holds both of its rows to one part."""
    apart = dividing(resolved.entities[entity].slots)
    found = [e for e in resolved.entities.values() if e.names.table == key.target]
    yield divided(key, found[0].slots) if found else key
    for each in found if apart else ():
        yield from within_parts(key, each.slots, apart)


def _whole_keys(resolved: Resolved, entity: str) -> Iterator[Constraint]:
    """Yield what is unique for rows of the same part to refer to."""
    found = resolved.entities[entity]
    for group in whole_keys(resolved.entities, found):
        for each in uniques(found.names.table, [group]):
            yield replace(each, divides=True)


# Columns


_MADE = {
    "next": Default("next"),
    "sql": Default("sql"),
}
"""What a default makes anew, where that is not what a value's type says."""


_TEXT = ColumnType("text")


def _sealed(table: str, slot: Slot, slots: Sequence[Slot]) -> Sealed | None:
    if not is_encrypted(slot):
        return None
    beside = (s for s in slots if s.added and s.added.stands_for == slot.field_name)
    return Sealed(
        f"{table}.{slot.column}",
        column_type(slot.schema, slot.enum),
        next((each.column for each in beside), ""),
    )


def _hashes(slot: Slot, slots: Sequence[Slot]) -> str:
    """Return the column whose values a column holds hashed, if it does."""
    name = slot.added.stands_for if slot.added else ""
    return next((s.column for s in slots if name and s.field_name == name), "")


def _column(table: str, slot: Slot, slots: Sequence[Slot]) -> Column:
    default, on_update = _filled(slot)
    sealed = _sealed(table, slot, slots)
    return Column(
        name=slot.column,
        field=slot.field_name if slot.source is not None else "",
        attribute=slot.attribute,
        type=_TEXT if sealed else column_type(slot.schema, slot.enum),
        nullable=slot.schema.nullable,
        primary=slot.column in primary_key_of(slots),
        trait=slot.added is not None,
        enum=None if sealed else slot.schema.enum,
        items=_items(slot),
        default=default,
        on_update=on_update,
        numbered=is_numbered(slot),
        server_default=server_default(slot, column_type(slot.schema).kind),
        was=(slot.source.was or "") if slot.source is not None else "",
        former=slot.former,
        key=slot.name if slot.column != slot.name else "",
        x=slot.x,
        computed=_computed(slot, slots),
        existing=existing_in(table, slot),
        existing_value=slot.added.existing_value if slot.added else "",
        sealed=sealed,
        hashes=_hashes(slot, slots),
    )


def _computed(slot: Slot, slots: Sequence[Slot]) -> Computed | None:
    found = computed_of(slot, slots)
    if found is None:
        return None
    sql = PerEngine(found.postgresql, found.sqlite)
    return Computed(sql, found.reads, found.stored, found.said)


def _items(slot: Slot) -> ColumnType | None:
    return column_type(replace(slot.schema, many=False)) if slot.schema.many else None


def _filled(slot: Slot) -> tuple[Default | None, Default | None]:
    """Return what fills a column when nobody gives a value, at first and on each update."""
    if slot.added:
        on_insert, on_update = slot.added.on_insert, slot.added.on_update
        return _default(on_insert), _default(on_update)
    if slot.source is None:
        return Default("uuid7"), None
    if kind := made(slot):
        return _MADE.get(kind) or server_made(slot.schema), None
    if has_default(slot):
        return Default("constant", default_value(slot)), None
    if slot.source.auto:
        return generated_key(slot.schema), None
    if is_computed(slot):
        return None, None
    if is_server_set(slot) and not slot.schema.nullable:
        return server_made(slot.schema), None
    return None, None


def _default(kind: DefaultKind | None) -> Default | None:
    return Default(kind) if kind else None
