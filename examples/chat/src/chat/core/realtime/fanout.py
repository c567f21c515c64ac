"""How processes tell each other what is new in rooms; each looks at the database in any case."""

from typing import Protocol

import sqlalchemy as sa

from chat.core.db.database import Database
from chat.core.db.listening import Listener
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
        self._listener = Listener(database, CHANNEL, here)

    async def tell(self, signal: str) -> None:
        """Tell every process, this one included."""
        async with self._database.reading() as session:
            await session.execute(sa.select(sa.func.pg_notify(CHANNEL, signal)))

    async def listen(self) -> bool:
        """Be told from now on; return whether something may have been missed until then."""
        return await self._listener.listen()

    async def close(self) -> None:
        """Be told nothing any more."""
        await self._listener.close()


def fanout_of(resources: Resources) -> Fanout:
    """Return what carries signals; one of your own stands here.

    A pooler that gives a connection away between transactions is in the way of PostgreSQL's.
    """
    pooled = resources.settings.database_pooler == "transaction"
    if resources.database.engine.dialect.name == "postgresql" and not pooled:
        return Postgres(resources.database)
    return InProcess()
