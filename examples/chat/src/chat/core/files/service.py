"""A service of rows that files belong to."""

from typing import Protocol, cast

from chat.core.db.file_columns import StoredFile
from chat.core.errors import NotFoundError
from chat.core.service import (
    CreateT,
    EntityT,
    Expected,
    ReplaceT,
    Repository,
    Service,
    UpdateT,
)


class FilesRepository(Repository[EntityT], Protocol):
    """A repository that knows who sees which file."""

    def hides(self, name: str) -> bool: ...


class FilesService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities that files belong to."""

    async def file(self, *key: object, name: str) -> StoredFile:
        """Return a file of an entity; raise NotFoundError where there is none to see."""
        entity = await self.get(*key)
        hidden = cast("FilesRepository[EntityT]", self.repository).hides(name)
        found: StoredFile | None = None if hidden else getattr(entity, name)
        if found is None:
            said = name.strip("_").replace("_", " ")
            raise NotFoundError(f"This {self.label} has no {said}.")
        return found

    async def change_file(
        self,
        *key: object,
        name: str,
        file: StoredFile | None,
        expected: Expected | None = None,
    ) -> EntityT:
        """Give an entity a file, or none; raise as `update` does."""
        entity = await self.get(*key)
        return await self.repository.change(entity, {name: file}, expected)

    async def require_change(
        self, *key: object, name: str, expected: Expected | None = None
    ) -> None:
        """Raise what `change_file` would raise, as far as that hangs on no file."""
        entity = await self.get(*key)
        same = {name: getattr(entity, name)}
        await self.repository.change(entity, same, expected)
