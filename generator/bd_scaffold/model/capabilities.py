"""The capabilities that a design may use; each is a part of the blueprint, a folder of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from .types import Entity

PARTS: Mapping[str, Callable[[Entity], bool]] = {
    "cursor": lambda entity: entity.pagination == "cursor",
    "links": lambda entity: bool(entity.links),
    "search": lambda entity: bool(entity.search),
    "soft_delete": lambda entity: entity.soft_delete,
    "versioned": lambda entity: entity.versioned,
}
"""Each capability's part, and whether an entity needs it. Slots are filled in this order."""


def parts_of(entities: Sequence[Entity]) -> tuple[str, ...]:
    """Return the parts that some entity needs."""
    return tuple(part for part, needs in PARTS.items() if any(map(needs, entities)))
