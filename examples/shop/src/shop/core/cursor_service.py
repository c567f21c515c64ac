"""What a service does whose lists go on after cursors."""

from typing import Protocol

from .cursors import CursorPage
from .queries import ListQuery
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT


class CursorRepository(Repository[EntityT], Protocol):
    """A store of entities that lists them by cursors, too."""

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""


class CursorService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities of which there may be very many."""

    repository: CursorRepository[EntityT]

    def __init__(self, repository: CursorRepository[EntityT]) -> None:
        super().__init__(repository)

    async def cursor_page(self, query: ListQuery) -> CursorPage:
        """Return the part of a list after a cursor."""
        return await self.repository.cursor_page(query)
