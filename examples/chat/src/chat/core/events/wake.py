"""Wakes the relay when events are committed; it polls in any case."""

import asyncio
from typing import Any

import sqlalchemy as sa

from chat.core.db.database import Database

from .recording import CHANNEL


class Alarm:
    """Is set when there may be events.

    `listens` says whether PostgreSQL tells of them; a pooler that gives a connection away
    between transactions is in the way of that.
    """

    def __init__(self, database: Database, *, listens: bool) -> None:
        self.event = asyncio.Event()
        self._database = database
        self._listens = listens and database.engine.dialect.name == "postgresql"
        self._connection: Any = None
        self._driver: Any = None

    async def listen(self) -> None:
        """Have PostgreSQL tell of events, again where it can't any more."""
        if not self._listens or (self._driver and not self._driver.is_closed()):
            return
        await self.close()
        self._connection = await self._database.engine.connect()
        raw = await self._connection.get_raw_connection()
        driver: Any = raw.driver_connection
        # Requests have all of the pool.
        await self._connection.run_sync(sa.Connection.detach)
        await driver.add_listener(CHANNEL, self._told)
        self._driver = driver  # not before: one that does not listen is tried again
        self.event.set()  # what it would have told of before

    async def close(self) -> None:
        """Give the connection back."""
        if self._driver is not None and not self._driver.is_closed():
            await self._driver.remove_listener(CHANNEL, self._told)
        if self._connection is not None:
            await self._connection.close()
        self._connection = self._driver = None

    def _told(self, *_said: object) -> None:
        self.event.set()
