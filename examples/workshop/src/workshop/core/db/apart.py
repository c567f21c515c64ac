"""Writes that are taken back where they fail, and nothing else is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from .repository import SqlRepository

EntityT = TypeVar("EntityT")


class Apart(SqlRepository[EntityT]):
    """Takes back some of what is done in a unit of work."""

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """Take back what is done within, and nothing else, where it ends in an error."""
        work, before = self.work, {*self._session}
        notes: list[list[Any]] = [work.before, work.after]
        counts = [len(each) for each in notes]
        try:
            async with self._session.begin_nested():
                yield
        except BaseException:
            for noted, count in zip(notes, counts, strict=True):
                del noted[count:]
            # What was read within may be another one by now.
            for entity in {*self._session} - before:
                self._session.expunge(entity)
            raise

    def release(self, entity: EntityT | None) -> None:
        """Forget an entity that is stored: another one may be stored with its key."""
        if entity is not None:
            self._session.expunge(entity)
