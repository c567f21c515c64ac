"""The engine, and the two kinds of session on it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from .engine import new_engine
from .faults import watch
from .given_up import give_up
from .migrations import require_migrated

_POOL_SECONDS = 5


class Database:
    """A pool of connections, and the sessions for reading and for writing on them."""

    def __init__(
        self,
        url: str,
        metadata: sa.MetaData,
        *,
        pool_size: int,
        statement_timeout: float = 0,
        pooler: str = "none",
    ) -> None:
        self._metadata = metadata
        self.engine = new_engine(
            url,
            statement_timeout=statement_timeout,
            pooler=pooler,
            pool_size=pool_size,
            pool_timeout=_POOL_SECONDS,
        )
        watch(self.engine)
        reading, writing = (self.engine.execution_options() for _ in range(2))
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine.sync_engine, "invalidate", give_up)
            sa.event.listen(writing.sync_engine, "begin", _lock_sqlite)
        self._write = async_sessionmaker(writing, expire_on_commit=False)
        # A read needs no transaction, and one costs two more round trips. Said of the engine
        # itself, this would be an event, for which each of SQLAlchemy's others looks around.
        self._read = async_sessionmaker(
            reading,
            expire_on_commit=False,
            execution_options={"isolation_level": "AUTOCOMMIT"},
        )

    def reading(self) -> AsyncSession:
        """Return a session whose statements run outside a transaction."""
        return self._read()

    def writing(self) -> AsyncSession:
        """Return a session whose statements run in transactions."""
        return self._write()

    async def ping(self) -> None:
        """Raise UnavailableError unless the database answers and is migrated."""
        async with self.reading() as session:
            connection = await session.connection()
            await connection.run_sync(require_migrated, self._metadata.tables.values())

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.close()


def _lock_sqlite(connection: sa.Connection) -> None:
    """Let one writer in at a time, so that what it has checked is still so when it writes."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
