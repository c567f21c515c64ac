"""The relationships of a mapped class, with the arguments by which SQLAlchemy finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import names
from ...layout import Node, Source, after, call, collection, named
from ...names import python_string as quoted
from ...resolve.relations import Inverse
from ..constraints import ForeignKey
from ..parts import EntityParts
from ..types import Link

Attribute = tuple[str, str, Node]
"""An attribute of a mapped class: its name, what stands inside `Mapped[…]`, and its value."""

_EXPLICIT = 'lazy="raise"'
"""Nothing is loaded but what a statement asks for."""


def relationships(parts: EntityParts) -> Iterator[Attribute]:
    """Yield an entity's relationships: those with a foreign key, other sides, links."""
    for key in parts.table.foreign_keys:
        yield _to_one(parts, key)
    for inverse in parts.inverses:
        yield _to_many(parts, inverse)
    for link in parts.links:
        value = call("relationship", *_secondary(parts, link), _EXPLICIT)
        yield link.relationship, f'list["{link.target_class}"]', value


def _to_one(parts: EntityParts, key: ForeignKey) -> Attribute:
    target = parts.resolved.entities[key.target].names
    arguments: list[Source] = []
    if _is_ambiguous(parts, key.target):
        columns = _attributes(parts, parts.name, key.columns)
        arguments.append(named("foreign_keys", collection(columns)))
    if key.target == parts.name:
        remote = _attributes(parts, parts.name, key.target_columns)
        arguments.append(named("remote_side", collection(remote)))
    other = _inverse_name(parts, key)
    if other:
        arguments.append(f"back_populates={quoted(other)}")
    value = call("relationship", *arguments, _EXPLICIT)
    optional = "" if key.required else " | None"
    name = names.safe_attribute(key.relation)
    return name, f'"{target.class_name}{optional}"', value


def _to_many(parts: EntityParts, inverse: Inverse) -> Attribute:
    target = parts.resolved.entities[inverse.target].names
    key = next(
        k for k in parts.foreign_keys[inverse.target] if k.relation == inverse.by
    )
    arguments = []
    if _is_ambiguous(parts, inverse.target):
        attributes = _attributes(parts, inverse.target, key.columns)
        columns = [f"{target.class_name}.{each}" for each in attributes]
        joined = ", ".join(columns)
        arguments.append(f'foreign_keys="[{joined}]"')
    back = f"back_populates={quoted(names.safe_attribute(inverse.by))}"
    value = call("relationship", *arguments, back, _EXPLICIT, 'passive_deletes="all"')
    annotation = f'"{target.class_name}"'
    one = f'"{target.class_name} | None"'
    many = f"list[{annotation}]" if inverse.source.many else one
    return names.safe_attribute(inverse.field_name), many, value


def _secondary(parts: EntityParts, link: Link) -> Iterator[Source]:
    found = next(each for each in parts.entity.links if each.table == link.table)
    yield f"secondary={found.variable}"
    if link.target != parts.name:
        return
    # A table that joins rows of one table has to be told which side is whose.
    for join, side in (("primaryjoin", found.near), ("secondaryjoin", found.far)):
        conditions = [
            f"{parts.own.class_name}.{each.part.attribute} "
            f"== {found.variable}.c.{each.variable}"
            for each in side
        ]
        yield _joined(join, conditions, named_alike=found.variable == link.table)


def _joined(join: str, conditions: Sequence[str], *, named_alike: bool) -> Source:
    """Return a condition as a text, in which SQLAlchemy knows tables by their own names."""
    if not named_alike:
        alone = len(conditions) == 1
        condition = conditions[0] if alone else call("sa.and_", *conditions)
        return after(f"{join}=lambda: ", condition)
    text = conditions[0] if len(conditions) == 1 else f"and_({', '.join(conditions)})"
    return f'{join}="{text}"'


def _attributes(parts: EntityParts, entity: str, columns: Sequence[str]) -> list[str]:
    slots = parts.resolved.entities[entity].slots
    attributes = {slot.column: slot.attribute for slot in slots}
    return [attributes[column] for column in columns]


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
