"""Relations from many to many: what they are to an entity, and the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..resolve import Resolved
from ..resolve.indexes import lookup
from ..resolve.relations import Link as ResolvedLink
from ..resolve.slots import Slot
from ..resolve.uniques import named
from .constraints import primary_key
from .python.tables import table_python
from .types import Column, Constraint, Link, Table
from .values import column_type

Pair = tuple[str, Slot]
"""A column of a link's table, and the part of a key that it holds."""


def links_of(resolved: Resolved, entity: str) -> tuple[Link, ...]:
    """Return an entity's relations from many to many."""
    return tuple(_link(resolved, each) for each in resolved.entities[entity].links)


def link_tables(resolved: Resolved, entity: str) -> Iterator[Table]:
    """Yield the tables of an entity's relations from many to many."""
    for each in resolved.entities[entity].links:
        yield _table(resolved, entity, each)


def _link(resolved: Resolved, link: ResolvedLink) -> Link:
    other = resolved.entities[link.target].names
    column, part = link.far[0]
    relationship = names.safe_attribute(link.field_name)
    return Link(
        name=link.property,
        field=link.field_name,
        was=link.source.was or "",
        attribute=link.property,
        relationship=relationship,
        target=link.target,
        target_class=other.class_name,
        target_key=part.attribute,
        table=link.table,
        far_column=column,
        in_list=not link.source.unlisted,
        x=resolved.own_words("field", link.source.own),
    )


def _table(resolved: Resolved, entity: str, link: ResolvedLink) -> Table:
    own, other = (resolved.entities[each].names for each in (entity, link.target))
    name = link.table
    columns = tuple(_column(link, *pair) for pair in (*link.near, *link.far))
    constraints = (
        primary_key(name, [each.name for each in columns]),
        _foreign_key(name, "owner", own.table, link.near),
        _foreign_key(name, "item", other.table, link.far),
    )
    indexes = (lookup(name, link.far[0][0]),)
    python = table_python(name, columns, constraints, indexes)
    return Table(name, entity, link.field_name, columns, constraints, indexes, python)


def _column(link: ResolvedLink, name: str, part: Slot) -> Column:
    return Column(
        name=name,
        field=link.field_name,
        attribute=name,
        type=column_type(part.schema),
        nullable=False,
        primary=True,
        trait=False,
    )


def _foreign_key(
    table: str, side: str, target: str, pairs: Sequence[Pair]
) -> Constraint:
    return Constraint(
        name=named("fk", table, side),
        kind="foreign_key",
        columns=tuple(column for column, _ in pairs),
        target=target,
        target_columns=tuple(part.name for _, part in pairs),
        on_delete="CASCADE",
    )
