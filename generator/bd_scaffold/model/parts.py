"""What is known of an entity before it is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .naming import EntityNames
from .slots import Inverse, Resolver, Slot
from .tables import ForeignKey, Table


@dataclass(frozen=True)
class EntityParts:
    """What is known of an entity before it is put together."""

    resolver: Resolver
    name: str
    table: Table
    foreign_keys: Mapping[str, Sequence[ForeignKey]]  # of every entity
    late: frozenset[str]  # names of foreign keys that wait until all tables stand

    @property
    def own(self) -> EntityNames:
        """The entity's names."""
        return self.resolver.names[self.name]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The entity's slots."""
        return self.resolver.slots(self.name)

    @cached_property
    def inverses(self) -> tuple[Inverse, ...]:
        """The relations whose column is on the other side."""
        return self.resolver.inverses(self.name)
