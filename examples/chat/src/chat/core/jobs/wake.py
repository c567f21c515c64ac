"""Wakes workers when a transaction with new jobs is committed; they poll in any case."""

import asyncio
from typing import Self

from chat.core.db.database import Database
from chat.core.db.listening import Listener

CHANNEL = "jobs"

_waiting: set[asyncio.Event] = set()


async def wake() -> None:
    """Wake the workers of this process."""
    for each in _waiting:
        each.set()


class Alarm:
    """Is set when there may be something to do.

    `listens` says whether PostgreSQL tells of the jobs of other processes; a pooler that gives
    a connection away between transactions is in the way of that.
    """

    def __init__(self, database: Database, *, listens: bool) -> None:
        self.event = asyncio.Event()
        told = listens and database.engine.dialect.name == "postgresql"
        self._listener = Listener(database, CHANNEL, self._told) if told else None

    async def __aenter__(self) -> Self:
        _waiting.add(self.event)
        return self

    async def __aexit__(self, *_error: object) -> None:
        _waiting.discard(self.event)
        if self._listener is not None:
            await self._listener.close()

    async def listen(self) -> None:
        """Have PostgreSQL tell of jobs, again where it can't any more."""
        if self._listener is not None and await self._listener.listen():
            self.event.set()  # what it would have told of before

    def _told(self, _said: str) -> None:
        self.event.set()
