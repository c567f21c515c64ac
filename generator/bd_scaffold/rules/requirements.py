"""Requirements: what they refer to is in the design."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean, one_of
from ..language.design import ALL_OPERATIONS
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.endpoints import subject_of


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every operation and entity that a requirement names exists, every id stands once."""
    design = resolved.design
    seen: set[str] = set()
    for number, requirement in enumerate(design.requirements.functional):
        path: Path = ("requirements", "functional", number)
        if requirement.id in seen and requirement.id != "unknown":
            message = f'"{requirement.id}" appears twice.'
            yield Finding((*path, "id"), "BD116", message, "Give it an id of its own.")
        seen.add(requirement.id)
        for position, operation in enumerate(requirement.operations):
            yield from _operation(resolved, (*path, "operations", position), operation)
    for entity in design.requirements.quality.volume:
        if entity not in design.entities:
            path = ("requirements", "quality", "volume", entity)
            hint = did_you_mean(entity, design.entities)
            place = path[:-1]
            yield Finding(path, "BD103", f'"{entity}" is not an entity.', hint, place)


def _operation(resolved: Resolved, path: Path, written: str) -> Iterator[Finding]:
    design = resolved.design
    entity, dot, operation = written.partition(".")
    own = [each.partition(".") for each in design.operations]
    called = [name for owner, _, name in own if owner == entity]
    if written in design.operations or (called and operation == "*"):
        return
    if not dot or not operation:
        message = f'"{written}" is not an operation.'
        hint = "Write `Product.list`, or `Product.*` for all of an entity."
        yield Finding(path, "BD107", message, hint)
    elif entity not in design.entities:
        hint = did_you_mean(entity, design.entities)
        yield Finding(path, "BD103", f'"{entity}" is not an entity.', hint)
    elif operation not in (*_offered(resolved, entity), "*"):
        if operation in ALL_OPERATIONS:
            hint = (
                f"Its operations are {', '.join(design.entities[entity].operations)}."
            )
            yield Finding(path, "BD107", f"{entity} does not offer {operation}.", hint)
            return
        known = [
            *dict.fromkeys((*ALL_OPERATIONS, *_offered(resolved, entity))),
            *called,
        ]
        hint = did_you_mean(operation, known) or one_of([*known, "*"])
        yield Finding(path, "BD107", f'"{written}" is not an operation.', hint)


def _offered(resolved: Resolved, name: str) -> Iterator[str]:
    """Yield the operations of an entity: those of its list, and what its words bring along."""
    entity = resolved.entities[name]
    yield from (*entity.written.operations, *entity.written.transitions)
    for feature in entity.features:
        for each in feature.operations(subject_of(entity)):
            yield each.name
