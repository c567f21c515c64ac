"""Entities in groups that one diagram can hold: by area, and a large area in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ...model.types import Entity, Model
from ...record import Record
from .relations import Relation

_OTHERS = "Others"


class Group(Record, frozen=True):
    """Entities that stand in one diagram."""

    name: str  # in names of diagrams: "sales", "sales-2"
    title: str  # for people: "sales", "sales (2 of 3)"
    label: str  # in a box of the whole: "sales", "part 2 of 3"
    entities: tuple[Entity, ...]


Fitting = Callable[[Sequence[Entity]], bool]
"""Whether entities fit into one diagram."""


def anything(_entities: Sequence[Entity]) -> bool:
    """Return that all entities do."""
    return True


def groups(
    model: Model,
    relations: Sequence[Relation],
    most: int,
    fit: Fitting = anything,
) -> tuple[Group, ...]:
    """Return all entities in groups of so many at the most that fit, the related together."""
    found: list[Group] = []
    for area, entities in _by_area(model):
        parts = list(_parts(entities, relations, most, fit))
        said = area or (_OTHERS if model.areas else model.project.title)
        slug = area or ("others" if model.areas else "all")
        for number, part in enumerate(parts, start=1):
            if len(parts) == 1:
                found.append(Group(slug, said, said, part))
                continue
            of = f"{number} of {len(parts)}"
            label = f"{area} ({of})" if area else f"part {of}"
            found.append(Group(f"{slug}-{number}", f"{said} ({of})", label, part))
    return tuple(found)


def _by_area(model: Model) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    for area in (*(each.name for each in model.areas), None):
        if of := tuple(each for each in model.entities if each.area == area):
            yield area or "", of


def _parts(
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    most: int,
    fit: Fitting,
) -> Iterator[tuple[Entity, ...]]:
    """Yield entities in parts of about one size: each goes on with what is related to it."""
    count = -(-len(entities) // most)
    size = -(-len(entities) // count)
    part: list[Entity] = []
    for entity in _together(entities, relations):
        if part and (len(part) == size or not fit([*part, entity])):
            yield _in_order(entities, part)
            part = []
        part.append(entity)
    yield _in_order(entities, part)


def _in_order(entities: Sequence[Entity], part: Sequence[Entity]) -> tuple[Entity, ...]:
    chosen = {each.name for each in part}
    return tuple(each for each in entities if each.name in chosen)


def _together(
    entities: Sequence[Entity], relations: Sequence[Relation]
) -> Iterator[Entity]:
    """Yield entities so that those that are related stand near each other."""
    left = {each.name: each for each in entities}
    near = neighbours(relations)
    while left:
        waiting = [next(iter(left))]
        while waiting:
            name = waiting.pop(0)
            if name in left:
                yield left.pop(name)
                waiting += [each for each in near.get(name, ()) if each in left]


def neighbours(relations: Iterable[Relation]) -> dict[str, list[str]]:
    """Return what each entity is related to, in either direction."""
    found: dict[str, list[str]] = {}
    for each in relations:
        found.setdefault(each.source, []).append(each.target)
        found.setdefault(each.target, []).append(each.source)
    return found
