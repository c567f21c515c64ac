"""What is known of an entity before it is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..language.design import rows
from .constraints import ForeignKey
from .naming import EntityNames
from .slots import Inverse, Resolver, Slot
from .tables import OwnTable
from .types import Link, Pagination, Table

Pointing = tuple[str, ForeignKey]
"""An entity and a foreign key of its own."""

Declared = tuple[str, Inverse]
"""An entity and a relation whose column is on the other side."""

_LARGE = 1_000_000
"""From how many rows on a list by page numbers is too slow to be the default."""


@dataclass(frozen=True)
class EntityParts:
    """What is known of an entity before it is put together."""

    resolver: Resolver
    name: str
    table: OwnTable
    links: tuple[Link, ...]
    link_tables: tuple[Table, ...]
    foreign_keys: Mapping[str, Sequence[ForeignKey]]  # of every entity
    pointing: Mapping[str, Sequence[Pointing]]  # who points to each entity
    declared: Mapping[
        str, Sequence[Declared]
    ]  # who lists each entity as its other side

    @property
    def own(self) -> EntityNames:
        """The entity's names."""
        return self.resolver.names[self.name]

    @property
    def volume(self) -> int | None:
        """How many rows are expected, where the design says so."""
        design = self.resolver.design
        volume = design.requirements.quality.volume.get(self.name)
        return rows(volume) if volume else None

    @property
    def pagination(self) -> Pagination:
        """How the entity is listed: as the design says, or by its size."""
        design = self.resolver.design
        large = self.volume is not None and self.volume >= _LARGE
        default = "cursor" if large else design.api.pagination
        return design.entities[self.name].pagination or default

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The entity's slots."""
        return self.resolver.slots(self.name)

    @cached_property
    def inverses(self) -> tuple[Inverse, ...]:
        """The relations whose column is on the other side."""
        return self.resolver.inverses(self.name)
