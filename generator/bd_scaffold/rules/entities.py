"""Entities: they have fields, operations and traits that go together."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Entity
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved
from .finding import repeated


def rule(resolved: Resolved) -> Iterator[Finding]:
    """An entity has fields and operations, and its traits do not contradict each other."""
    for name, found in resolved.entities.items():
        entity = found.written
        path: Path = ("entities", name)
        if not entity.fields:
            yield Finding(
                (*path, "fields"), "BD115", "An entity has at least one field."
            )
        if not entity.operations:
            message = "An entity without operations is not supported yet."
            yield Finding((*path, "operations"), "BD102", message)
        yield from _lists(entity, path)
        for feature in resolved.features:
            yield from feature.rule(name, entity)
        if entity.pagination is not None and "list" not in entity.operations:
            message = "There is no list to paginate."
            yield Finding((*path, "pagination"), "BD421", message, "Leave it out.")


def _lists(entity: Entity, path: Path) -> Iterator[Finding]:
    for word, items in (("operations", entity.operations), ("traits", entity.traits)):
        for position, item in repeated(items):
            message = f'"{item}" appears twice.'
            yield Finding((*path, word, position), "BD116", message)
