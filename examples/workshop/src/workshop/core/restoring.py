"""A service that takes a deletion back."""

from typing import Protocol, cast

from .errors import NotFoundError
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT


class RestoringRepository(Repository[EntityT], Protocol):
    """A repository that can also restore what it has marked as deleted."""

    async def restore(self, *key: object) -> EntityT | None: ...


class RestoringService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities whose deletion can be taken back."""

    async def restore(self, *key: object) -> EntityT:
        """Restore a deleted entity; raise NotFoundError where none has this key."""
        repository = cast("RestoringRepository[EntityT]", self.repository)
        entity = await repository.restore(*key)
        if entity is None:
            raise NotFoundError(f"There is no deleted {self.label} with this key.")
        return entity
