"""Hears what PostgreSQL tells on a channel, by a connection of its own."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from .database import Database


class Listener:
    """Hears what is told while it listens, and nothing of what was told before.

    Its connection is none of the pool's, of which requests have all.
    """

    def __init__(
        self, database: Database, channel: str, heard: Callable[[str], None]
    ) -> None:
        self._database = database
        self._channel = channel
        self._heard = heard
        self._connection: Any = None
        self._driver: Any = None

    async def listen(self) -> bool:
        """Listen, again where the connection is lost; return whether it did not until now."""
        if self._driver is not None and not self._driver.is_closed():
            return False
        await self.close()
        self._connection = await self._database.engine.connect()
        raw = await self._connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await self._connection.run_sync(sa.Connection.detach)
        await driver.add_listener(self._channel, self._told)
        self._driver = driver  # not before: one that does not listen is tried again
        return True

    async def close(self) -> None:
        """Hear nothing any more."""
        if self._driver is not None and not self._driver.is_closed():
            await self._driver.remove_listener(self._channel, self._told)
        if self._connection is not None:
            await self._connection.close()
        self._connection = self._driver = None

    def _told(
        self, _connection: object, _process: int, _channel: str, said: str
    ) -> None:
        self._heard(said)
