"""All entities of a large design, by name in the box of their area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...model.types import Diagram, Model
from ...names import counted, first_of
from .flow import DOWN, arrow, box
from .groups import Group, groups
from .mermaid import diagram
from .relations import Relation
from .said import listed, sentence

_MOST = 30
"""Entities of one box."""

_NAMED = 12
"""Those of them that are named."""


def map_of(model: Model, relations: Sequence[Relation]) -> Diagram:
    """Return the entities by area, and how many relations lead from one to another."""
    parts = groups(model, relations, _MOST)
    said = (
        f"{counted(len(model.entities), 'entity')} in {counted(len(parts), 'group')}",
        *(f"{part.label} has {listed([*_names(part)])}" for part in parts),
    )
    title = f"All entities of {model.project.title}"
    lines = (
        *(
            box(f"a{number}", part.label.upper(), *_shown(part))
            for number, part in enumerate(parts, start=1)
        ),
        *between(parts, relations),
    )
    return diagram("entities", DOWN, title, sentence(*said), lines)


def between(parts: Sequence[Group], relations: Sequence[Relation]) -> Iterator[str]:
    """Yield an arrow from each group to those that it refers to, with how often it does."""
    of = {
        entity.name: f"a{number}"
        for number, part in enumerate(parts, start=1)
        for entity in part.entities
    }
    found = Counter(
        (of[each.source], of[each.target])
        for each in relations
        if each.target in of and of[each.source] != of[each.target]
    )
    for (source, target), count in found.items():
        yield arrow(source, target, counted(count, "relation"))


def _names(part: Group) -> Iterator[str]:
    return (each.name for each in part.entities)


def _shown(part: Group) -> Iterator[str]:
    shown, left = first_of([*_names(part)], _NAMED)
    yield from shown
    if left:
        yield f"and {left} more"
