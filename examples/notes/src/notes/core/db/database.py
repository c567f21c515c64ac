"""The engine, and the two kinds of session on it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


class Database:
    """A pool of connections, and the sessions for reading and for writing on them."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        parsed = sa.make_url(url)
        options: dict[str, Any] = {"pool_size": pool_size}
        if parsed.drivername == "postgresql+asyncpg":
            options["connect_args"] = {"prepared_statement_cache_size": 500}
        self.engine = create_async_engine(parsed, **options)
        writing = self.engine.execution_options()
        if parsed.get_backend_name() == "sqlite":
            sa.event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            sa.event.listen(writing.sync_engine, "begin", _lock_sqlite)
        self._write = async_sessionmaker(writing, expire_on_commit=False)
        # A read needs no transaction, and one costs two more round trips.
        self._read = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"),
            expire_on_commit=False,
        )

    def reading(self) -> AsyncSession:
        """Return a session whose statements run outside a transaction."""
        return self._read()

    def writing(self) -> AsyncSession:
        """Return a session whose statements run in transactions."""
        return self._write()

    async def ping(self) -> None:
        """Ask the database for an answer; raise what the driver raises when there is none."""
        async with self.reading() as session:
            await session.execute(sa.text("SELECT 1"))

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
