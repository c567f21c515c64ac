"""Circles: of keys that need each other, and of rows that none could come first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved

Edge = tuple[str, str]  # the field, the entity that it points to


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Keys rest on something in the end, and some row can be the first."""
    keyed = _edges(resolved, keys_only=True)
    found = list(_circles(keyed))
    for circle in found:
        hint = "Give one of them a key of its own."
        message = f"The key depends on itself: {_drawn(circle)}."
        yield Finding(_path(circle), "BD304", message, hint)
    for circle in _circles(_edges(resolved, keys_only=False)):
        if not any(set(circle) <= set(each) for each in found):
            message = f"No row could be inserted first: {_drawn(circle)}."
            defaulted = any(
                resolved.entities[name].fields[field].source.has_default
                for name, field in circle
            )
            more = ", and without a default" if defaulted else ""
            hint = f"Make one of these relations optional{more}."
            yield Finding(_path(circle), "BD303", message, hint)


def _edges(resolved: Resolved, *, keys_only: bool) -> dict[str, list[Edge]]:
    return {
        name: [
            (field.name, field.source.type)
            for field in entity.fields.values()
            if field.kind == "reference"
            and (not field.source.nullable or field.source.has_default)
            and (not keys_only or (field.in_key and field.source.to is None))
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
