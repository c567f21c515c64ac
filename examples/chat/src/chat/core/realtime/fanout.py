"""How processes tell each other what is new in rooms; each looks at the database in any case."""

from typing import Any, Protocol

import sqlalchemy as sa

from chat.core.db.database import Database
from chat.resources import Resources

from .signals import CHANNEL, here


class Fanout(Protocol):
    """What carries signals to all processes, at most once: what gets lost is found by looking."""

    passes_commits: bool
    """Whether it has to be told of what is committed, which nobody else tells."""

    async def tell(self, signal: str) -> None:
        """Tell every process, this one included."""

    async def listen(self) -> bool:
        """Be told from now on; return whether something may have been missed until then."""

    async def close(self) -> None:
        """Be told nothing any more."""


class InProcess:
    """Tells this process alone, where nothing carries signals to others."""

    passes_commits = False

    async def tell(self, signal: str) -> None:
        """Tell every process, this one included."""
        here(signal)

    async def listen(self) -> bool:
        """Be told from now on; return whether something may have been missed until then."""
        return False

    async def close(self) -> None:
        """Be told nothing any more."""


class Postgres:
    """Has PostgreSQL tell, with the commit where it is about what is committed."""

    passes_commits = False

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Any = None
        self._driver: Any = None

    async def tell(self, signal: str) -> None:
        """Tell every process, this one included."""
        async with self._database.reading() as session:
            await session.execute(sa.select(sa.func.pg_notify(CHANNEL, signal)))

    async def listen(self) -> bool:
        """Be told from now on; return whether something may have been missed until then."""
        if self._driver is not None and not self._driver.is_closed():
            return False
        await self.close()
        self._connection = await self._database.engine.connect()
        raw = await self._connection.get_raw_connection()
        driver: Any = raw.driver_connection
        # Requests have all of the pool.
        await self._connection.run_sync(sa.Connection.detach)
        await driver.add_listener(CHANNEL, _heard)
        self._driver = driver  # not before: one that does not listen is tried again
        return True

    async def close(self) -> None:
        """Be told nothing any more."""
        if self._driver is not None and not self._driver.is_closed():
            await self._driver.remove_listener(CHANNEL, _heard)
        if self._connection is not None:
            await self._connection.close()
        self._connection = self._driver = None


def _heard(_connection: object, _process: int, _channel: str, signal: str) -> None:
    here(signal)


def fanout_of(resources: Resources) -> Fanout:
    """Return what carries signals; one of your own stands here.

    A pooler that gives a connection away between transactions is in the way of PostgreSQL's.
    """
    pooled = resources.settings.database_pooler == "transaction"
    if resources.database.engine.dialect.name == "postgresql" and not pooled:
        return Postgres(resources.database)
    return InProcess()
