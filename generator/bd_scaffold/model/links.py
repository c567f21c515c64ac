"""Relations from many to many: what they are to an entity, and the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from .. import names
from ..language.design import FieldType
from ..record import replace
from ..resolve import Resolved
from ..resolve.constraint_names import names_of_links
from ..resolve.indexes import lookup
from ..resolve.relations import Link as ResolvedLink
from ..resolve.relations import LinkColumn
from ..resolve.slots import Slot, dividing
from ..resolve.uniques import named
from .constraints import (
    called,
    on_delete_of_links,
    on_update,
    policies_of,
    primary_key,
    within_parts,
)
from .python.tables import table_python
from .types import Column, Constraint, Index, Link, Table
from .values import column_type


def links_of(resolved: Resolved, entity: str) -> tuple[Link, ...]:
    """Return an entity's relations from many to many."""
    return tuple(_link(resolved, each) for each in resolved.entities[entity].links)


def link_tables(resolved: Resolved, entity: str) -> Iterator[Table]:
    """Yield the tables of an entity's relations from many to many."""
    for each in resolved.entities[entity].links:
        yield _table(resolved, entity, each)


def _link(resolved: Resolved, link: ResolvedLink) -> Link:
    other = resolved.entities[link.target].names
    relationship = names.safe_attribute(link.field_name)
    return Link(
        name=link.property,
        field=link.field_name,
        was=link.source.was or "",
        attribute=link.property,
        relationship=relationship,
        target=link.target,
        target_class=other.class_name,
        target_key=link.far[0].part.attribute,
        table=link.table,
        far_column=link.far[0].name,
        in_list=not link.source.unlisted,
        nested=link.source.nested,
        x=resolved.own_words("field", link.source.own),
    )


def _table(resolved: Resolved, entity: str, link: ResolvedLink) -> Table:
    own, other = (resolved.entities[each].names for each in (entity, link.target))
    name = link.table
    columns = tuple(_column(link, each) for each in (*link.near, *link.far))
    apart = dividing_of_links(resolved, entity, link)
    usual = (
        primary_key(name, [each.name for each in columns]),
        _foreign_key(link, "owner", own.table, _mirror(resolved, entity, link)),
        _foreign_key(link, "item", other.table, link.source),
    )
    said = {a: b for a, b in names_of_links(link).items() if a != b}
    constraints = tuple(called(each, said) for each in usual)
    indexes = (_called(lookup(name, tuple(each.name for each in link.far)), said),)
    if apart:
        columns = (
            *columns,
            *(_dividing(resolved, entity, link, each) for each in apart),
        )
        constraints = tuple(_within(resolved, entity, link, constraints))
    policies = policies_of(apart)
    python = table_python(name, columns, constraints, indexes, policies)
    return Table(
        name,
        entity,
        link.field_name,
        columns,
        constraints,
        indexes,
        python,
        policies,
    )


def dividing_of_links(
    resolved: Resolved, entity: str, link: ResolvedLink
) -> tuple[Slot, ...]:
    """Return by what links are divided: by what both of their rows are."""
    own, there = (resolved.entities[each].slots for each in (entity, link.target))
    if not dividing(own) or dividing(own) != dividing(there):
        return ()
    return tuple(slot for slot in own if slot.column in dividing(own))


def _dividing(
    resolved: Resolved, entity: str, link: ResolvedLink, slot: Slot
) -> Column:
    """Return a column by which links are divided; those that are there follow their rows."""
    (near,) = link.near
    rows, name = resolved.entities[entity].names.table, names.quote_sql(link.table)
    column, key = map(names.quote_sql, (slot.column, near.name))
    row = f"{names.quote_sql(rows)}.{names.quote_sql(near.part.column)}"
    parts = (
        f"UPDATE {name} SET {column} =",  # noqa: S608
        f"(SELECT {column} FROM {names.quote_sql(rows)} WHERE {row} = {name}.{key})",  # noqa: S608
        f"WHERE {column} IS NULL",
    )
    return Column(
        name=slot.column,
        field="",
        attribute=slot.attribute,
        type=column_type(slot.schema),
        nullable=False,
        primary=False,
        trait=True,
        existing=(" ".join(parts),),
    )


def _within(
    resolved: Resolved,
    entity: str,
    link: ResolvedLink,
    constraints: Sequence[Constraint],
) -> Iterator[Constraint]:
    """Yield the constraints of links, with what holds both of their rows to one part."""
    key, owner, item = constraints
    yield from (key, owner)
    for each, side in ((owner, entity), (item, link.target)):
        slots = resolved.entities[side].slots
        yield from within_parts(each, slots, dividing(slots))
    yield item


def _called(index: Index, said: Mapping[str, str]) -> Index:
    own = said.get(index.name)
    return replace(index, name=own, own_name=True) if own else index


def _column(link: ResolvedLink, column: LinkColumn) -> Column:
    return Column(
        name=column.name,
        field=link.field_name,
        attribute=column.variable,
        type=column_type(column.part.schema, column.part.enum),
        nullable=False,
        primary=True,
        trait=False,
        enum=column.part.schema.enum,
        key=column.variable if column.variable != column.name else "",
    )


def _mirror(resolved: Resolved, entity: str, link: ResolvedLink) -> FieldType | None:
    """Return the other side of a relation, where that is declared: it leads to this one."""
    for field in resolved.entities[link.target].fields.values():
        source = field.source
        if (source.type, source.by) == (entity, link.field_name):
            return source
    return None


def _foreign_key(
    link: ResolvedLink,
    side: Literal["owner", "item"],
    target: str,
    said: FieldType | None,
) -> Constraint:
    """Return the foreign key of one side; `said` is the field that leads to it."""
    columns = link.near if side == "owner" else link.far
    return Constraint(
        name=named("fk", link.table, side),
        kind="foreign_key",
        columns=tuple(each.name for each in columns),
        target=target,
        target_columns=tuple(each.part.column for each in columns),
        on_delete=on_delete_of_links(said),
        on_update=on_update(link.source),
    )
