"""Wakes workers when a transaction with new jobs is committed; they poll in any case."""

import asyncio
from typing import Any, Self

import sqlalchemy as sa

from chat.core.db.database import Database

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
        self._database = database
        self._listens = listens and database.engine.dialect.name == "postgresql"
        self._connection: Any = None
        self._driver: Any = None

    async def __aenter__(self) -> Self:
        _waiting.add(self.event)
        return self

    async def __aexit__(self, *_error: object) -> None:
        _waiting.discard(self.event)
        await self._close()

    async def listen(self) -> None:
        """Have PostgreSQL tell of jobs, again where it can't any more."""
        if not self._listens or (self._driver and not self._driver.is_closed()):
            return
        await self._close()
        self._connection = await self._database.engine.connect()
        raw = await self._connection.get_raw_connection()
        driver: Any = raw.driver_connection
        # Requests have all of the pool.
        await self._connection.run_sync(sa.Connection.detach)
        await driver.add_listener(CHANNEL, self._told)
        self._driver = driver  # not before: one that does not listen is tried again
        self.event.set()  # what it would have told of before

    def _told(self, *_said: object) -> None:
        self.event.set()

    async def _close(self) -> None:
        if self._driver is not None and not self._driver.is_closed():
            await self._driver.remove_listener(CHANNEL, self._told)
        if self._connection is not None:
            await self._connection.close()
        self._connection = self._driver = None
