"""What is known of an entity before it is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..resolve import Resolved, ResolvedEntity
from ..resolve.naming import EntityNames, package_of
from ..resolve.relations import Inverse
from ..resolve.slots import Slot
from .constraints import ForeignKey
from .tables import OwnTable
from .types import Constraint, Link, Table

Pointing = tuple[str, ForeignKey]
"""An entity and a foreign key of its own."""

Declared = tuple[str, Inverse]
"""An entity and a relation whose column is on the other side."""


@dataclass(frozen=True)
class EntityParts:
    """What is known of an entity before it is put together."""

    resolved: Resolved
    name: str
    table: OwnTable
    links: tuple[Link, ...]
    tables: Mapping[str, Table]  # every one of the database, by name
    foreign_keys: Mapping[str, Sequence[ForeignKey]]  # of every entity
    pointing: Mapping[str, Sequence[Pointing]]  # who points to each entity
    linked_to: Mapping[str, Sequence[Constraint]]  # keys of links into each table
    declared: Mapping[
        str, Sequence[Declared]
    ]  # who lists each entity as its other side

    @property
    def entity(self) -> ResolvedEntity:
        """The entity as the design says it."""
        return self.resolved.entities[self.name]

    @property
    def listed_keys(self) -> tuple[Link, ...]:
        """The links whose keys are a property of the entity."""
        return tuple(each for each in self.links if not each.nested)

    @property
    def own(self) -> EntityNames:
        """The entity's names."""
        return self.entity.names

    @property
    def package(self) -> str:
        """The import package of the project."""
        return package_of(self.resolved.design)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The entity's slots."""
        return self.entity.slots

    @property
    def inverses(self) -> tuple[Inverse, ...]:
        """The relations whose column is on the other side."""
        return self.entity.inverses
