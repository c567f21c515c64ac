"""The relationships of a mapped class, with the arguments by which SQLAlchemy finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ... import names
from ...layout import Node, Source, after, call, collection, equation, named
from ...names import python_string as quoted
from ...resolve.nested_links import NestedLink
from ...resolve.relations import Inverse
from ...resolve.relations import Link as ResolvedLink
from ...resolve.slots import dividing, dividing_key
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
        back = _mirror_of(parts, link)
        value = call("relationship", *_secondary(parts, link), *back, _EXPLICIT)
        yield link.relationship, f'list["{link.target_class}"]', value
    for each in parts.entity.nested_links:
        if each.is_mirror:
            yield _mirror(parts, each)


def _to_one(parts: EntityParts, key: ForeignKey) -> Attribute:
    target = parts.resolved.entities[key.target].names
    arguments: list[Source] = [*_within_part(parts, parts.name, key)]
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


def _within_part(parts: EntityParts, owner: str, key: ForeignKey) -> Iterator[Source]:
    """Yield how rows are joined whose keys tell them apart in their part alone.

    The part is compared and never copied: a row has it from whoever stores it.
    """
    entities = parts.resolved.entities
    apart = dividing_key(entities[key.target].slots)
    if not apart:
        return
    here, there = (entities[each].names.class_name for each in (owner, key.target))
    own = (*apart, *_attributes(parts, owner, key.columns))
    others = (*apart, *_attributes(parts, key.target, key.target_columns))
    conditions = [
        equation(f"{here}.{one}", f"{there}.{other}")
        for one, other in zip(own, others, strict=True)
    ]
    yield _joined("primaryjoin", conditions, named_alike=True)


def _to_many(parts: EntityParts, inverse: Inverse) -> Attribute:
    target = parts.resolved.entities[inverse.target].names
    key = next(
        k for k in parts.foreign_keys[inverse.target] if k.relation == inverse.by
    )
    arguments: list[Source] = [*_within_part(parts, inverse.target, key)]
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
    if link.target != parts.name and not _is_divided(parts, link.table):
        return
    yield from _joins(parts.own.class_name, found, link.target_class)


def _is_divided(parts: EntityParts, table: str) -> bool:
    return any(each.divides for each in parts.tables[table].constraints)


def _joins(
    class_name: str, link: ResolvedLink, other: str, *, reverse: bool = False
) -> Iterator[Source]:
    """Yield which side is whose, where a table can't tell by its foreign keys."""
    near, far = (link.far, link.near) if reverse else (link.near, link.far)
    for join, name, side in (
        ("primaryjoin", class_name, near),
        ("secondaryjoin", other, far),
    ):
        conditions = [
            equation(
                f"{name}.{each.part.attribute}",
                f"{link.variable}.c.{each.variable}",
            )
            for each in side
        ]
        yield _joined(join, conditions, named_alike=link.variable == link.table)


def _joined(join: str, conditions: Sequence[Node], *, named_alike: bool) -> Source:
    """Return a condition as a text, in which SQLAlchemy knows tables by their own names."""
    if not named_alike:
        alone = len(conditions) == 1
        condition = conditions[0] if alone else call("sa.and_", *conditions)
        return after(f"{join}=lambda: ", condition)
    text = conditions[0] if len(conditions) == 1 else call("and_", *conditions)
    return f'{join}="{text}"'


def _mirror_of(parts: EntityParts, link: Link) -> Iterator[Source]:
    """Yield the argument that names the other side of a relation, where that is declared."""
    for each in parts.resolved.entities[link.target].nested_links:
        if (each.owner, each.source.by) == (parts.name, link.field):
            attribute = names.safe_attribute(each.field_name)
            yield f"back_populates={quoted(attribute)}"


def _mirror(parts: EntityParts, nested: NestedLink) -> Attribute:
    """Return the other side of a relation, whose table is in another module."""
    target = parts.resolved.entities[nested.target].names
    back = f"back_populates={quoted(names.safe_attribute(nested.link.field_name))}"
    joins: Iterator[Source] = iter(())
    secondary = quoted(nested.link.table)
    if nested.target == parts.name:
        joins = _joins(
            parts.own.class_name, nested.link, target.class_name, reverse=True
        )
        secondary = nested.link.variable
    elif _is_divided(parts, nested.link.table):
        joins = _joins(
            parts.own.class_name, nested.link, target.class_name, reverse=True
        )
    elif nested.link.table != nested.link.variable:  # SQLAlchemy reads texts as Python
        secondary = f"lambda: Base.metadata.tables[{secondary}]"
    value = call("relationship", f"secondary={secondary}", *joins, back, _EXPLICIT)
    attribute = names.safe_attribute(nested.field_name)
    return attribute, f'list["{target.class_name}"]', value


def _attributes(parts: EntityParts, entity: str, columns: Sequence[str]) -> list[str]:
    slots = parts.resolved.entities[entity].slots
    attributes = {slot.column: slot.attribute for slot in slots}
    return [attributes[column] for column in columns]


def _is_ambiguous(parts: EntityParts, other: str) -> bool:
    """True where more than one foreign key joins two tables."""
    entities = parts.resolved.entities
    if dividing(entities[parts.name].slots) and dividing(entities[other].slots):
        return True  # each has one beside it
    between = [k for k in parts.foreign_keys[parts.name] if k.target == other]
    if other != parts.name:
        between += [k for k in parts.foreign_keys[other] if k.target == parts.name]
    return len(between) > 1


def _inverse_name(parts: EntityParts, key: ForeignKey) -> str | None:
    for owner, inverse in parts.declared[parts.name]:
        if owner == key.target and inverse.by == key.relation:
            return names.safe_attribute(inverse.field_name)
    return None
