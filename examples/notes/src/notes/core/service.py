"""The base of every service; a slice overrides what it needs to change."""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import MISSING, BaseModel

from .errors import NotFoundError
from .queries import ListQuery, Page

EntityT = TypeVar("EntityT")
CreateT = TypeVar("CreateT", bound=BaseModel)
ReplaceT = TypeVar("ReplaceT", bound=BaseModel)
UpdateT = TypeVar("UpdateT", bound=BaseModel)


class Repository(Protocol[EntityT]):
    """What a service needs of a repository; tests may bring their own."""

    async def find(self, *key: object) -> EntityT | None: ...

    async def page(self, query: ListQuery) -> Page: ...

    async def add(self, values: Mapping[str, Any]) -> EntityT: ...

    async def change(self, entity: EntityT, values: Mapping[str, Any]) -> EntityT: ...

    async def remove(self, entity: EntityT) -> None: ...


class Service(Generic[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of one kind of entity; the caller holds the transaction."""

    label: ClassVar[str]

    def __init__(self, repository: Repository[EntityT]) -> None:
        self.repository = repository

    async def page(self, query: ListQuery) -> Page:
        """Return a page of a list, and the list's length."""
        return await self.repository.page(query)

    async def get(self, *key: object) -> EntityT:
        """Return the entity with this key; raise NotFoundError when there is none."""
        entity = await self.repository.find(*key)
        if entity is None:
            raise NotFoundError(f"There is no {self.label} with this key.")
        return entity

    async def create(self, data: CreateT) -> EntityT:
        """Store a new entity; raise what its repository refuses."""
        return await self.repository.add(_values(data))

    async def replace(self, *key: object, data: ReplaceT) -> EntityT:
        """Give an entity all new values; raise as `get` and `create` do."""
        entity = await self.get(*key)
        return await self.repository.change(entity, _values(data))

    async def update(self, *key: object, data: UpdateT) -> EntityT:
        """Change the values that are given; raise as `get` and `create` do."""
        entity = await self.get(*key)
        return await self.repository.change(entity, _values(data))

    async def delete(self, *key: object) -> None:
        """Take an entity away; raise as `get` does, and what its repository refuses."""
        await self.repository.remove(await self.get(*key))


def _values(data: BaseModel) -> dict[str, Any]:
    """Return the values by attribute; of a partial update, those that were given."""
    return {name: value for name, value in data if value is not MISSING}
