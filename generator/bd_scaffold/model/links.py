"""Relations from many to many: what they are to an entity, and the tables that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..names import python_string as quoted
from .constraints import named, primary_key
from .indexes import lookup
from .naming import singular_of
from .python.columns import column_python
from .python.tables import table_python
from .python.values import python_type
from .slots import Many, Resolver, Slot
from .types import Column, Constraint, Link, LinkPython, Table
from .values import column_type

Pair = tuple[str, Slot]
"""A column of a link's table, and the part of a key that it holds."""


def links_of(resolver: Resolver, entity: str) -> tuple[Link, ...]:
    """Return an entity's relations from many to many."""
    return tuple(_link(resolver, entity, many) for many in resolver.many(entity))


def link_tables(resolver: Resolver, entity: str) -> Iterator[Table]:
    """Yield the tables of an entity's relations from many to many."""
    for many in resolver.many(entity):
        yield _table(resolver, entity, many)


def link_column(stem: str, key_part: Slot) -> str:
    """Return the column of a link table that holds a part of one side's key."""
    return names.shorten(f"{stem}_{key_part.name}")


def _far(resolver: Resolver, many: Many) -> Pair:
    part = resolver.key(many.source.type)[0]
    return link_column(singular_of(many.field_name), part), part


def _link(resolver: Resolver, entity: str, many: Many) -> Link:
    other = resolver.names[many.source.type]
    column, part = _far(resolver, many)
    table = _name(resolver, entity, many)
    name = f"{singular_of(many.field_name)}_{part.name}s"
    relationship = names.safe_attribute(many.field_name)
    target_key = part.attribute
    return Link(
        name=name,
        field=many.field_name,
        was=many.source.was or "",
        attribute=name,
        relationship=relationship,
        target=many.source.type,
        target_class=other.class_name,
        target_key=target_key,
        table=table,
        far_column=column,
        python=LinkPython(
            variable=table,
            item_type=python_type(part.schema, part.enum),
            arguments=(
                *map(quoted, (name, relationship)),
                other.class_name,
                quoted(target_key),
            ),
        ),
        x=resolver.own_words(many.source),
    )


def _name(resolver: Resolver, entity: str, many: Many) -> str:
    return names.shorten(f"{resolver.names[entity].singular}_{many.field_name}")


def _table(resolver: Resolver, entity: str, many: Many) -> Table:
    own, other = resolver.names[entity], resolver.names[many.source.type]
    name = _name(resolver, entity, many)
    near = [(link_column(own.singular, part), part) for part in resolver.key(entity)]
    far = _far(resolver, many)
    columns = tuple(_column(many, *pair) for pair in (*near, far))
    constraints = (
        primary_key(name, [each.name for each in columns]),
        _foreign_key(name, "owner", own.table, near),
        _foreign_key(name, "item", other.table, [far]),
    )
    indexes = (lookup(name, far[0]),)
    python = table_python(name, columns, constraints, indexes, mapped=False)
    return Table(name, entity, many.field_name, columns, constraints, indexes, python)


def _column(many: Many, name: str, part: Slot) -> Column:
    kind = column_type(part.schema)
    python = column_python(part.schema, kind, part.enum, name=name, primary=True)
    return Column(
        name=name,
        field=many.field_name,
        attribute=name,
        type=kind,
        nullable=False,
        primary=True,
        trait=False,
        python=python,
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
