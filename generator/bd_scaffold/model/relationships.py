"""What a mapped class is related to, and by which arguments SQLAlchemy finds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..resolve.relations import Inverse
from .constraints import ForeignKey
from .parts import EntityParts
from .types import Relationship, RelationshipPython


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
                arguments=(
                    *_link_arguments(parts, link.table, link.target),
                    'lazy="raise"',
                ),
            ),
            x=link.x,
        )


def _to_one(parts: EntityParts, key: ForeignKey) -> Relationship:
    target = parts.resolved.entities[key.target].names
    arguments = []
    if _is_ambiguous(parts, key.target):
        arguments.append(f"foreign_keys=[{_attributes(parts, key.columns)}]")
    if key.target == parts.name:
        remote = [slot.attribute for slot in parts.resolved.entities[key.target].key]
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
    target = parts.resolved.entities[inverse.target].names
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
        x=parts.resolved.own_words("field", inverse.source.own),
    )


def _link_arguments(parts: EntityParts, variable: str, target: str) -> tuple[str, ...]:
    if target != parts.name:
        return (f"secondary={variable}",)
    # A table that joins rows of one table has to be told which side is whose.
    link = next(each for each in parts.entity.links if each.table == variable)
    class_name = parts.own.class_name
    near, far = (
        [f"{class_name}.{slot.attribute} == {variable}.c.{name}" for name, slot in side]
        for side in (link.near, link.far)
    )
    return (
        f"secondary={variable}",
        f'primaryjoin="{_all(near)}"',
        f'secondaryjoin="{_all(far)}"',
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
