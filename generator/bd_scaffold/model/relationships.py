"""What a mapped class is related to, and by which arguments SQLAlchemy finds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from .constraints import ForeignKey
from .links import link_column
from .parts import EntityParts
from .slots import Inverse
from .types import Link, Relationship, RelationshipPython


def relationships_of(parts: EntityParts) -> Iterator[Relationship]:
    """Yield an entity's relationships: those with a foreign key, other sides, links."""
    for key in parts.table.foreign_keys:
        yield _to_one(parts, key)
    for inverse in parts.inverses:
        yield _to_many(parts, inverse)
    for link in parts.links:
        yield Relationship(
            attribute=link.relationship,
            field=link.field,
            target=link.target,
            many=True,
            python=RelationshipPython(
                annotation=f'list["{link.target_class}"]',
                arguments=(*_link_arguments(parts, link), 'lazy="raise"'),
            ),
            x=link.x,
        )


def _to_one(parts: EntityParts, key: ForeignKey) -> Relationship:
    target = parts.resolver.names[key.target]
    arguments = []
    if _is_ambiguous(parts, key.target):
        arguments.append(f"foreign_keys=[{_attributes(parts, key.columns)}]")
    if key.target == parts.name:
        remote = [slot.attribute for slot in parts.resolver.key(key.target)]
        arguments.append(f"remote_side=[{', '.join(remote)}]")
    other = _inverse_name(parts, key)
    if other:
        arguments.append(f"back_populates={names.python_string(other)}")
    arguments.append('lazy="raise"')
    optional = "" if key.required else " | None"
    return Relationship(
        attribute=names.safe_attribute(key.relation),
        field=key.relation,
        target=key.target,
        many=False,
        python=RelationshipPython(f'"{target.class_name}{optional}"', tuple(arguments)),
        x=next(slot.x for slot in parts.slots if slot.name == key.columns[0]),
    )


def _to_many(parts: EntityParts, inverse: Inverse) -> Relationship:
    target = parts.resolver.names[inverse.target]
    key = next(
        k for k in parts.foreign_keys[inverse.target] if k.relation == inverse.by
    )
    arguments = []
    if _is_ambiguous(parts, inverse.target):
        columns = [
            f"{target.class_name}.{names.safe_attribute(column)}"
            for column in key.columns
        ]
        joined = ", ".join(columns)
        arguments.append(f'foreign_keys="[{joined}]"')
    arguments.append(
        f"back_populates={names.python_string(names.safe_attribute(inverse.by))}"
    )
    arguments += ['lazy="raise"', 'passive_deletes="all"']
    annotation = f'"{target.class_name}"'
    many = inverse.source.many
    return Relationship(
        attribute=names.safe_attribute(inverse.field_name),
        field=inverse.field_name,
        target=inverse.target,
        many=many,
        python=RelationshipPython(
            f"list[{annotation}]" if many else annotation, tuple(arguments)
        ),
        by=inverse.by,
        x=parts.resolver.own_words(inverse.source),
    )


def _link_arguments(parts: EntityParts, link: Link) -> tuple[str, ...]:
    table = link.python.variable
    if link.target != parts.name:
        return (f"secondary={table}",)
    # A table that joins rows of one table has to be told which side is whose.
    own = parts.own
    near = [
        f"{own.class_name}.{slot.attribute} == "
        f"{table}.c.{link_column(own.singular, slot)}"
        for slot in parts.resolver.key(parts.name)
    ]
    far = f"{own.class_name}.{link.target_key} == {table}.c.{link.far_column}"
    return (
        f"secondary={table}",
        f'primaryjoin="{_all(near)}"',
        f'secondaryjoin="{far}"',
    )


def _all(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"and_({', '.join(conditions)})"


def _attributes(parts: EntityParts, columns: Sequence[str]) -> str:
    by_name = {slot.name: slot.attribute for slot in parts.slots}
    return ", ".join(by_name[column] for column in columns)


def _is_ambiguous(parts: EntityParts, other: str) -> bool:
    """True where more than one foreign key joins two tables."""
    between = [k for k in parts.foreign_keys[parts.name] if k.target == other]
    if other != parts.name:
        between += [k for k in parts.foreign_keys[other] if k.target == parts.name]
    return len(between) > 1


def _inverse_name(parts: EntityParts, key: ForeignKey) -> str | None:
    for owner, inverse in parts.declared[parts.name]:
        if owner == key.target and inverse.by == key.relation:
            return names.safe_attribute(inverse.field_name)
    return None
