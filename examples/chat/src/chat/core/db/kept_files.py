"""Rows that files belong to: once a row no longer names one, the file goes, too."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from chat.core.files.store import STORE

from .file_columns import StoredFile, file_columns
from .repository import SqlRepository

EntityT = TypeVar("EntityT")


class KeepsFiles(SqlRepository[EntityT]):
    """Lets files go that no row names any more, after the commit.

    Where that fails, or rows go by other ways, the files are left for the sweep.
    """

    files: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "model"):
            found = file_columns(sa.inspect(cls.model))
            cls.files = tuple(each.key for each in found)

    def hides(self, name: str) -> bool:
        """Tell whether whoever asks may not see an attribute of rows that they see."""
        return self._is_hidden(name)

    async def change(
        self,
        entity: EntityT,
        values: Mapping[str, Any],
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> EntityT:
        """Store new values of an entity; a file that is replaced goes after the commit."""
        held = self._filed(entity, [each for each in self.files if each in values])
        changed = await super().change(entity, values, expected)
        self._let_go(entity, held)
        return changed

    async def remove(
        self,
        entity: EntityT,
        expected: Mapping[str, Collection[object]] | None = None,
    ) -> None:
        """Take an entity away; where its row goes, its files go after the commit."""
        held = self._filed(entity, self.files)
        await super().remove(entity, expected)
        self._let_go(entity, held)

    def _is_hidden(self, name: str) -> bool:
        return name not in self.files

    def _filed(self, entity: EntityT, names: Collection[str]) -> dict[str, StoredFile]:
        found = {name: getattr(entity, name) for name in names}
        return {name: each for name, each in found.items() if each is not None}

    def _let_go(self, entity: EntityT, held: Mapping[str, StoredFile]) -> None:
        """Look at the end of the transaction whether the row still names its files."""
        model: Any = self.model  # which mypy takes for something to remember by
        key = self.statements.key
        same = [getattr(model, each) == getattr(entity, each) for each in key]
        for name, file in held.items():
            named = sa.select(getattr(model, name)).where(*same)
            self.work.before_commit(partial(self._settle, named, file))

    async def _settle(self, named: sa.Select[Any], file: StoredFile) -> None:
        left = await self._session.scalar(named)
        if left is None or left.key != file.key:
            store = self._session.info[STORE]
            self.work.after_commit(partial(store.remove, file.key))
