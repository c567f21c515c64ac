"""Two models side by side: what of the one is what of the other.

Identity is declared, never guessed: things of one name are the same thing, and so is one
that the newer design says was another. Whatever is left is a removal or an addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ..names import pascal
from ..record import Record
from ..resolve.types import Enum, EnumMember
from .types import (
    Area,
    Column,
    CustomOperation,
    Dependency,
    Entity,
    Job,
    Link,
    Model,
    PartOf,
    Table,
    ValueType,
)

T = TypeVar("T")


class Matching(Record, Generic[T], frozen=True):
    """The things of an older list and those of a newer one, matched."""

    kept: tuple[tuple[T, T], ...]  # (older, newer), in the newer order
    removed: tuple[T, ...]
    added: tuple[T, ...]


def areas(old: Model, new: Model) -> Matching[Area]:
    """Return the areas of two models, matched."""
    return matched(old.areas, new.areas, lambda each: each.name)


def entities(old: Model, new: Model) -> Matching[Entity]:
    """Return the entities of two models, matched."""
    return matched(old.entities, new.entities, lambda each: each.name)


def enums(old: Model, new: Model) -> Matching[Enum]:
    """Return the enums of two models, matched."""
    return matched(
        old.enums, new.enums, lambda each: each.name, lambda each: each.former
    )


def types(old: Model, new: Model) -> Matching[ValueType]:
    """Return the types of values with parts of two models, matched."""
    return matched(old.types, new.types, lambda each: each.name)


def custom(old: Model, new: Model) -> Matching[CustomOperation]:
    """Return the operations of two designs' own, matched: those of a renamed owner are the same."""
    known = owners(old, new)
    then = [each for group in old.custom for each in group.operations]
    now = [each for group in new.custom for each in group.operations]
    today = {id(each): _today(each.full_name, known) for each in then}
    return matched(
        then,
        now,
        lambda each: today.get(id(each), each.full_name),
        lambda each: (_today(each.was, known),),
    )


def jobs(old: Model, new: Model) -> Matching[Job]:
    """Return the jobs of two models, matched."""
    then, now = (each.jobs.listed if each.jobs else () for each in (old, new))
    return matched(then, now, lambda each: each.name)


def dependencies(old: Model, new: Model) -> Matching[Dependency]:
    """Return the other systems of two models, matched."""
    return matched(old.dependencies, new.dependencies, lambda each: each.name)


def stem(each: CustomOperation) -> str:
    """Return what the schemas of an operation of the design's own begin with: `OrderRecount`."""
    owner, _, name = each.full_name.partition(".")
    return owner + pascal(name)


def owners(old: Model, new: Model) -> dict[str, str]:
    """Return what operations of designs' own may belong to in both, by the names of then."""
    found = {pascal(old.project.package): pascal(new.project.package)}
    found |= {pascal(a.name): pascal(b.name) for a, b in areas(old, new).kept}
    return found | {a.name: b.name for a, b in entities(old, new).kept}


def _today(name: str, owners: Mapping[str, str]) -> str:
    owner, dot, rest = name.partition(".")
    return f"{owners.get(owner, owner)}{dot}{rest}"


def members(old: Enum, new: Enum) -> Matching[EnumMember]:
    """Return the values of two enums, matched."""
    return matched(old.members, new.members, lambda each: each.value)


def wholes(
    models: tuple[Model, Model], entities: tuple[Entity, Entity]
) -> Iterator[tuple[PartOf, PartOf]]:
    """Yield the parts of an entity's values, each with the part of a value that it is now."""
    before, after = (
        {each.name: each.part for each in entity.properties if each.part}
        for entity in entities
    )
    if before and after:
        old, new = (m.tables[e.table] for m, e in zip(models, entities, strict=True))
        for one, other in columns(old, new).kept:
            if one.field in before and other.field in after:
                yield before[one.field], after[other.field]


def links(old: Entity, new: Entity) -> Matching[Link]:
    """Return the many-to-many relations of two entities, matched."""
    return matched(old.links, new.links, lambda each: each.field)


def columns(old: Table, new: Table) -> Matching[Column]:
    """Return the columns of two tables, matched.

    A relation's column is called after what it refers to, so it is another name too where
    a key over there was renamed. What the database calls a column is no matter.
    """
    return matched(
        old.columns,
        new.columns,
        lambda each: each.key or each.name,
        lambda each: each.former,
    )


def matched(
    old: Iterable[T],
    new: Iterable[T],
    name: Callable[[T], str],
    formers: Callable[[T], Iterable[str]] = lambda each: (getattr(each, "was", ""),),
) -> Matching[T]:
    """Return two lists of things matched by their names, then by their former ones."""
    left = {name(each): each for each in old}
    kept: dict[str, tuple[T, T]] = {}
    listed = list(new)
    names = [name(each) for each in listed]
    for own, each in zip(names, listed, strict=True):
        if own in left:
            kept[own] = (left.pop(own), each)
    for own, each in zip(names, listed, strict=True):
        if own in kept or not left:
            continue
        then = next((former for former in formers(each) if former in left), None)
        if then is not None:
            kept[own] = (left.pop(then), each)
    return Matching(
        kept=tuple(kept[own] for own in names if own in kept),
        removed=tuple(left.values()),
        added=tuple(
            each for own, each in zip(names, listed, strict=True) if own not in kept
        ),
    )
