"""A service whose lists may be of any length, and have pages with numbers."""

from typing import Protocol

from .queries import ListQuery
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT
from .totals import OpenPage


class OpenRepository(Repository[EntityT], Protocol):
    """A repository whose lists need not be counted."""

    async def open_page(self, query: ListQuery) -> OpenPage:
        """Return a page of a list, and its length as far as that is told."""


class OpenService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities in lists that need not be counted."""

    repository: OpenRepository[EntityT]

    def __init__(self, repository: OpenRepository[EntityT]) -> None:
        super().__init__(repository)

    async def open_page(self, query: ListQuery) -> OpenPage:
        """Return a page of a list, and its length as far as that is told."""
        return await self.repository.open_page(query)
