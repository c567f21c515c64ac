"""A service whose rows have a state that transitions change."""

from typing import Protocol, cast

from .service import CreateT, EntityT, Expected, ReplaceT, Repository, Service, UpdateT


class TransitionRepository(Repository[EntityT], Protocol):
    """A repository that also changes the state of its rows."""

    async def transition(
        self,
        entity: EntityT,
        name: str,
        expected: Expected | None = None,
    ) -> EntityT:
        """Change the state of an entity by a transition."""


class TransitionService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities that have a state."""

    async def transition(
        self,
        name: str,
        *key: object,
        expected: Expected | None = None,
    ) -> EntityT:
        """Change the state of an entity; raise as `get` does, and ConflictError from another."""
        entity = await self.get(*key)
        repository = cast("TransitionRepository[EntityT]", self.repository)
        return await repository.transition(entity, name, expected)
