"""Columns that are unique together, and how what the database makes of columns is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import names
from ..language.design import Entity
from ..language.expression import Column, Expression, Like, Literal, Within, walk
from .resolved import ResolvedEntity
from .slots import Slot, dividing, dividing_key, primary_key_of

_TEXTS = ("string", "text", "email", "url", "ip")

Group = tuple[str, ...]
"""Columns that are unique together."""


def named(kind: str, table: str, *parts: str) -> str:
    """Return a name that PostgreSQL has room for: `uq_products_sku`."""
    return names.shorten("_".join((kind, table, *parts)))


def sql_columns(
    slots: Sequence[Slot], expression: Expression | None = None
) -> dict[str, str]:
    """Return the column of each field as SQL, quoted where it has to be.

    In an expression that has other texts as well, a text that is held with blanks at its end is
    one without them: PostgreSQL would leave out those of the others, too.
    """
    columns = {slot.field_name: names.quote_sql(slot.column) for slot in slots}
    padded = {slot.field_name for slot in slots if slot.schema.padded}
    if expression is not None and padded and _has_other_texts(expression, slots):
        return columns | {name: f"({columns[name]} || '')" for name in padded}
    return columns


def _has_other_texts(expression: Expression, slots: Sequence[Slot]) -> bool:
    """True where a text stands in an expression whose blanks at its end say something."""
    texts = {
        slot.field_name
        for slot in slots
        if slot.schema.type in _TEXTS and not slot.schema.padded
    }
    nodes = [*walk(expression.tree)]
    nodes += [value for n in nodes if isinstance(n, Within) for value in n.values]
    said = [n.value for n in nodes if isinstance(n, Literal)]
    said += [n.pattern for n in nodes if isinstance(n, Like)]
    ends = any(isinstance(each, str) and each.endswith(" ") for each in said)
    return ends or any(isinstance(n, Column) and n.name in texts for n in nodes)


def unique_groups(entity: Entity, slots: Sequence[Slot]) -> tuple[Group, ...]:
    """Return what is unique by the word of a field or of the entity, but for the key."""
    fields = [
        name
        for name, field in entity.fields.items()
        if field.unique or (field.one and field.by is None)
    ]
    found = dict.fromkeys(
        grouped(group, slots)
        for group in (
            *((name,) for name in fields),
            *(each.fields for each in entity.unique),
        )
    )
    # PostgreSQL leaves out a unique constraint that says what the primary key does.
    key = primary_key_of(slots)
    return tuple(group for group in found if group != key)


def among_all_rows(entity: ResolvedEntity) -> tuple[Group, ...]:
    """Return what is unique among all rows, be they in scope or not.

    Where rows are out of scope, that is what others refer to: a foreign key needs it.
    """
    groups = unique_groups(entity.written, entity.slots)
    equal = with_equal_nulls(entity)
    groups = tuple(group for group in groups if group not in equal) if equal else groups
    if not entity.scope:
        return groups
    referred = {grouped((name,), entity.slots) for name in entity.referred}
    return tuple(group for group in groups if group in referred)


def by_index(entity: ResolvedEntity) -> tuple[Group, ...]:
    """Return what an index keeps unique: of the rows in scope alone, or nulls as well."""
    whole = among_all_rows(entity)
    groups = unique_groups(entity.written, entity.slots)
    return tuple(group for group in groups if group not in whole)


def with_equal_nulls(entity: ResolvedEntity) -> frozenset[Group]:
    """Return the groups in which one null is like another."""
    return frozenset(
        grouped(group.fields, entity.slots)
        for group in entity.written.unique
        if group.nulls_not_distinct
    )


def grouped(fields: Sequence[str], slots: Sequence[Slot]) -> Group:
    """Return the columns by which fields are unique: of rows that are divided, within a part."""
    columns = columns_of(fields, slots)
    return (*dividing(slots), *columns) if columns else ()


def whole_keys(
    entities: Mapping[str, ResolvedEntity], entity: ResolvedEntity
) -> Iterator[Group]:
    """Yield the key of divided rows with their part, for others of the same part to refer to."""
    divided = dividing(entity.slots)
    if dividing_key(entity.slots):
        return  # it says so itself
    if divided and _is_referred(entities, entity.name):
        yield (*(slot.column for slot in entity.key), *divided)


def _is_referred(entities: Mapping[str, ResolvedEntity], name: str) -> bool:
    slots = (slot for each in entities.values() for slot in each.slots)
    links = ((each.name, n.target) for each in entities.values() for n in each.links)
    return any(each.references == name for each in slots) or any(
        name in ends for ends in links
    )


def columns_of(fields: Sequence[str], slots: Sequence[Slot]) -> Group:
    """Return the columns of fields that tell whether values are equal, in their order."""
    for_them = {s.added.stands_for: s.column for s in slots if s.added}
    return tuple(
        for_them.get(name, s.column)
        for name in fields
        for s in slots
        if s.field_name == name
    )


def properties_of(columns: Sequence[str], slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return what columns are called in JSON."""
    return tuple(slot.name for slot in shown(columns, slots))


def shown(columns: Sequence[str], slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return what clients see of columns: of one that stands for another, that one."""
    by_column = {slot.column: slot for slot in slots}
    by_field = {slot.field_name: slot for slot in slots}
    found = (by_column[each] for each in columns)
    return tuple(
        (
            by_field[slot.added.stands_for]
            if slot.added and slot.added.stands_for
            else slot
        )
        for slot in found
    )
