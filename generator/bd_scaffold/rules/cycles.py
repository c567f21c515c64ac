"""Circles: of keys that need each other, and of rows that none could come first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.deferral import comes_first, could_come_first, is_exclusive, is_required
from ..resolve.fields import Field

Edge = tuple[str, str]  # the field, the entity that it points to


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Keys rest on something in the end, and some row can be the first."""
    keyed = _edges(resolved, lambda each: each.in_key and each.source.to is None)
    found = list(_circles(keyed))
    for circle in found:
        hint = "Give one of them a key of its own."
        message = f"The key depends on itself: {_drawn(circle)}."
        yield Finding(_path(circle), "BD304", message, hint)
    immediate = _edges(resolved, lambda each: not comes_first(resolved, each))
    for circle in _circles(immediate):
        if not any(set(circle) <= set(each) for each in found):
            message = f"No row could be inserted first: {_drawn(circle)}."
            defaulted = any(
                resolved.entities[name].fields[field].source.has_default
                for name, field in circle
            )
            more = ", and without a default" if defaulted else ""
            hint = f"Make one of these relations optional{more}"
            yield Finding(
                _path(circle), "BD303", message, hint + _or_deferred(resolved, circle)
            )
    if resolved.defers:
        yield from _exclusive(resolved)


def _or_deferred(resolved: Resolved, circle: tuple[Edge, ...]) -> str:
    """Return the rest of a hint: which relation could be deferred, if one could."""
    for entity, field in circle:
        if could_come_first(resolved, _at(resolved, (entity, field))):
            return (
                f", or {entity}.{field} `deferred`: "
                f"your own code then stores the first rows."
            )
    return "."


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield the circles of which no request can make the first rows."""
    if not resolved.defers:
        return
    for circle in _circles(_edges(resolved, is_required)):
        entity, name = next(
            each for each in circle if comes_first(resolved, _at(resolved, each))
        )
        target = _at(resolved, (entity, name)).source.type
        message = f"No request can make the first rows: {_drawn(circle)}."
        hint = (
            f"Your own code can, in one unit of work: it stores the row of {entity} "
            f"with the key that the one of {target} is going to have."
        )
        yield Finding(_path(((entity, name),)), "BD955", message, hint)


def _exclusive(resolved: Resolved) -> Iterator[Finding]:
    """Rows that need one of each other's of their own come all at once, or never."""
    exclusive = _edges(
        resolved,
        lambda each: is_exclusive(resolved.entities[each.entity_name], each.name),
    )
    for circle in _circles(exclusive):
        if any(comes_first(resolved, _at(resolved, each)) for each in circle):
            message = f"No request could ever make a row: {_drawn(circle)}."
            hint = "Make one of these relations optional, or many to one."
            yield Finding(_path(circle), "BD303", message, hint)


def _at(resolved: Resolved, place: tuple[str, str]) -> Field:
    entity, field = place
    return resolved.entities[entity].fields[field]


def _edges(
    resolved: Resolved, wanted: Callable[[Field], bool]
) -> dict[str, list[Edge]]:
    return {
        name: [
            (field.name, field.source.type)
            for field in entity.fields.values()
            if is_required(field) and wanted(field)
        ]
        for name, entity in resolved.entities.items()
    }


def _circles(edges: Mapping[str, list[Edge]]) -> Iterator[tuple[Edge, ...]]:
    """One circle for each entity that is in one, and no circle twice."""
    reported: set[str] = set()
    for start in edges:
        if start not in reported and (circle := _back_to(start, edges)):
            reported.update(name for name, _ in circle)
            yield circle


def _back_to(start: str, edges: Mapping[str, list[Edge]]) -> tuple[Edge, ...] | None:
    """The shortest way from an entity back to itself, as (entity, field) pairs."""
    ways: dict[str, tuple[Edge, ...]] = {start: ()}
    waiting = [start]
    for entity in waiting:
        for field, target in edges.get(entity, ()):
            way = (*ways[entity], (entity, field))
            if target == start:
                return way
            if target not in ways:
                ways[target] = way
                waiting.append(target)
    return None


def _drawn(circle: tuple[Edge, ...]) -> str:
    steps = [f"{entity}.{field}" for entity, field in circle]
    return " → ".join([*steps, circle[0][0]])


def _path(circle: tuple[Edge, ...]) -> Path:
    entity, field = circle[0]
    return ("entities", entity, "fields", field)
