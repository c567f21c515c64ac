"""The parts of the code: all areas first, then the slices of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...model.types import CustomGroup, Diagram, Entity, Model
from ...names import counted
from .flow import DOWN, arrow, box, inside, other, person, store
from .groups import Group
from .map import between
from .mermaid import diagram
from .relations import Relation
from .said import listed, sentence


def component_diagrams(
    model: Model, relations: Sequence[Relation], parts: Sequence[Group]
) -> Iterator[Diagram]:
    """Yield the areas with what is around them, and the slices of each part."""
    yield _whole(model, relations, parts)
    if len(parts) > 1:
        for each in parts:
            yield _part(model, relations, each)


def _whole(
    model: Model, relations: Sequence[Relation], parts: Sequence[Group]
) -> Diagram:
    """Return the way of a request through the code: with slices, if they are few."""
    package, engine = model.project.package, _engine(model)
    few = len(parts) == 1
    drawn = (
        [*_slices(model, parts[0].entities, relations)]
        if few
        else [*_areas(parts, relations)]
    )
    lines = (
        person("client", "Client"),
        *inside(
            "service",
            model.project.title,
            (
                box("http", f"{package}.main", "checks, limits, errors"),
                *inside(
                    "slices", "Areas" if model.areas and not few else "Slices", drawn
                ),
                box("core", f"{package}.core", "transactions, queries, answers"),
                arrow("http", "slices"),
                arrow("slices", "core"),
            ),
        ),
        store("database", engine),
        arrow("client", "service", "HTTP"),
        arrow("service", "database", "SQL"),
    )
    names = [each.label_plural for each in model.entities]
    if not few:
        names = [each.label for each in parts]
    said = (
        f"requests come in at {package}.main, which leads them to {listed(names)}",
        f"what all of them share is {package}.core, which alone speaks to {engine}",
    )
    title = f"Components of {model.project.title}"
    return diagram("components", DOWN, title, sentence(*said), lines)


def _part(model: Model, relations: Sequence[Relation], group: Group) -> Diagram:
    """Return the slices of a part, and what they refer to in others."""
    names = {each.name for each in group.entities}
    beyond = dict.fromkeys(
        each.target
        for each in relations
        if each.source in names and each.target not in names
    )
    by_name = {each.name: each for each in model.entities}
    elsewhere = [by_name[each] for each in beyond if each in by_name]
    ids = _ids((*group.entities, *elsewhere))
    lines = (
        *inside("part", group.title, _slices(model, group.entities, relations)),
        *(
            other(ids[each.name], each.label_plural, each.area or "")
            for each in elsewhere
        ),
        *(
            arrow(ids[each.source], ids[each.target])
            for each in _once(relations)
            if each.source in names and each.target in ids and each.target not in names
        ),
    )
    said = (
        f"{group.title} has {listed([each.label_plural for each in group.entities])}",
        (
            f"they refer to {listed([each.label_plural for each in elsewhere])} beyond"
            if elsewhere
            else ""
        ),
    )
    title = f"Components of {group.title}"
    name = f"components-{group.name}"
    return diagram(name, DOWN, title, sentence(*said), lines)


def _areas(parts: Sequence[Group], relations: Sequence[Relation]) -> Iterator[str]:
    """Yield a box for each part, and how many relations lead from one to another."""
    for number, part in enumerate(parts, start=1):
        yield box(f"a{number}", part.label, counted(len(part.entities), "slice"))
    yield from between(parts, relations)


def _slices(
    model: Model, entities: Sequence[Entity], relations: Sequence[Relation]
) -> Iterator[str]:
    """Yield a box for each slice, and an arrow to those that it refers to."""
    ids = _ids(entities)
    own = {each.name: each for each in model.custom if each.kind == "entity"}
    for each in entities:
        operations = len(each.operations) + _operations(own.get(each.name))
        said = counted(operations, "operation")
        yield box(ids[each.name], each.label_plural, said)
    for relation in _once(relations):
        if relation.source in ids and relation.target in ids:
            yield arrow(ids[relation.source], ids[relation.target])


def _operations(group: CustomGroup | None) -> int:
    return len(group.operations) if group else 0


def _once(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield the first relation of each pair of two."""
    pairs: dict[tuple[str, str], Relation] = {}
    for each in relations:
        if each.source != each.target:
            pairs.setdefault((each.source, each.target), each)
    return iter(pairs.values())


def _ids(entities: Iterable[Entity]) -> dict[str, str]:
    return {each.name: f"e{number}" for number, each in enumerate(entities, start=1)}


def _engine(model: Model) -> str:
    return "PostgreSQL" if model.database.postgresql else "SQLite"
