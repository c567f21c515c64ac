"""What every service does; a slice's own service overrides what it means to change."""

from typing import Any, ClassVar, Generic, TypeVar

from pydantic import MISSING, BaseModel

from .db.repository import Repository
from .errors import NotFoundError, StaleVersionError
from .http.preconditions import Precondition
from .queries import CursorPage, ListQuery, Page

EntityT = TypeVar("EntityT")
CreateT = TypeVar("CreateT", bound=BaseModel)
ReplaceT = TypeVar("ReplaceT", bound=BaseModel)
UpdateT = TypeVar("UpdateT", bound=BaseModel)


class Service(Generic[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of one kind of entity; the caller holds the transaction."""

    label: ClassVar[str]

    def __init__(self, repository: Repository[EntityT]) -> None:
        self.repository = repository

    async def page(self, query: ListQuery) -> Page:
        """Return a page of a list, and the list's length."""
        return await self.repository.page(query)

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""
        return await self.repository.cursor_page(query)

    async def get(self, *key: object) -> EntityT:
        """Return the entity with this key; raise NotFoundError when there is none."""
        entity = await self.repository.find(*key)
        if entity is None:
            raise NotFoundError(f"There is no {self.label} with this key.")
        return entity

    async def create(self, data: CreateT) -> EntityT:
        """Store a new entity; raise ConflictError where another row is in its way."""
        return await self.repository.add(_values(data))

    async def replace(
        self, *key: object, data: ReplaceT, precondition: Precondition | None = None
    ) -> EntityT:
        """Give an entity all new values; raise as `get` and `create` do."""
        entity = await self._expected(key, precondition)
        return await self.repository.change(entity, _values(data))

    async def update(
        self, *key: object, data: UpdateT, precondition: Precondition | None = None
    ) -> EntityT:
        """Change the values that are given; raise as `get` and `create` do."""
        entity = await self._expected(key, precondition)
        return await self.repository.change(entity, _values(data))

    async def delete(
        self, *key: object, precondition: Precondition | None = None
    ) -> None:
        """Take an entity away; raise ConflictError when others need it."""
        await self.repository.remove(await self._expected(key, precondition))

    async def _expected(
        self, key: tuple[object, ...], precondition: Precondition | None
    ) -> EntityT:
        """Return the entity; raise StaleVersionError unless it is what the client knows."""
        entity = await self.get(*key)
        if precondition is not None and not precondition.holds(entity):
            raise StaleVersionError(f"The {self.label} has changed since it was read.")
        return entity


def _values(data: BaseModel) -> dict[str, Any]:
    """Return the values by attribute; of a partial update, those that were given."""
    return {name: value for name, value in data if value is not MISSING}
