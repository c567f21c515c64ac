"""A service whose lists are paged by cursor."""

from typing import Protocol

from .cursors import CursorPage
from .queries import ListQuery
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT


class CursorRepository(Repository[EntityT], Protocol):
    """A repository that can also page its lists by cursor."""

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the page of a list after a cursor."""


class CursorService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities in lists of any length."""

    repository: CursorRepository[EntityT]

    def __init__(self, repository: CursorRepository[EntityT]) -> None:
        super().__init__(repository)

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the page of a list after a cursor."""
        return await self.repository.cursor_page(query)
