"""Entities: they have fields, operations and traits that go together."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity
from ..language.tree import Path
from .finding import Finding, repeated


def rule(design: Design) -> Iterator[Finding]:
    """An entity has fields and operations, and its traits do not contradict each other."""
    for name, entity in design.entities.items():
        path: Path = ("entities", name)
        if not entity.fields:
            yield Finding(
                (*path, "fields"), "BD115", "An entity has at least one field."
            )
        if not entity.operations:
            message = "An entity without operations is not supported yet."
            yield Finding((*path, "operations"), "BD102", message)
        yield from _lists(entity, path)
        if entity.pagination is not None and "list" not in entity.operations:
            message = "There is no list to paginate."
            yield Finding((*path, "pagination"), "BD421", message, "Leave it out.")


def _lists(entity: Entity, path: Path) -> Iterator[Finding]:
    for word, items in (("operations", entity.operations), ("traits", entity.traits)):
        for position, item in repeated(items):
            message = f'"{item}" stands here again.'
            yield Finding((*path, word, position), "BD116", message)
    if {"timestamps", "no_timestamps"} <= set(entity.traits):
        message = "timestamps and no_timestamps exclude each other."
        yield Finding((*path, "traits"), "BD422", message, "Keep one of them.")
