"""Wakes the relay when events are committed; it polls in any case."""

import asyncio

from chat.core.db.database import Database
from chat.core.db.listening import Listener

from .recording import CHANNEL


class Alarm:
    """Is set when there may be events.

    `listens` says whether PostgreSQL tells of them; a pooler that gives a connection away
    between transactions is in the way of that.
    """

    def __init__(self, database: Database, *, listens: bool) -> None:
        self.event = asyncio.Event()
        told = listens and database.engine.dialect.name == "postgresql"
        self._listener = Listener(database, CHANNEL, self._told) if told else None

    async def listen(self) -> None:
        """Have PostgreSQL tell of events, again where it can't any more."""
        if self._listener is not None and await self._listener.listen():
            self.event.set()  # what it would have told of before

    async def close(self) -> None:
        """Give the connection back."""
        if self._listener is not None:
            await self._listener.close()

    def _told(self, _said: str) -> None:
        self.event.set()
