"""A repository without a database, for tests of business rules."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from notes.core.queries import ListQuery, Page

EntityT = TypeVar("EntityT")


class FakeRepository(Generic[EntityT]):
    """Keeps entities in a list; it filters and orders nothing."""

    def __init__(self, model: type[EntityT]) -> None:
        self._model = model
        self._mapper = sa.inspect(model, raiseerr=True)
        self.entities: list[EntityT] = []

    def key(self, entity: EntityT) -> tuple[Any, ...]:
        """Return an entity's key."""
        return tuple(self._mapper.primary_key_from_instance(entity))

    async def find(self, *key: object) -> EntityT | None:
        return next((each for each in self.entities if self.key(each) == key), None)

    async def page(self, query: ListQuery) -> Page:
        shown = self.entities[: query.limit]
        return Page(shown, query.page, query.limit, len(self.entities))

    async def add(self, values: Mapping[str, Any]) -> EntityT:
        entity = await self.change(self._model(), values)
        if self.key(entity) == (None,):
            (key,) = self._mapper.primary_key
            setattr(entity, self._mapper.get_property_by_column(key).key, uuid4())
        self.entities.append(entity)
        return entity

    async def change(self, entity: EntityT, values: Mapping[str, Any]) -> EntityT:
        for name, value in values.items():
            if name in self._mapper.attrs:
                setattr(entity, name, value)
        return entity

    async def remove(self, entity: EntityT) -> None:
        self.entities.remove(entity)
