"""The engine, its sessions, and the one transaction of each request."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

_READING_METHODS = frozenset({"GET", "HEAD"})


class Database:
    """A pool of connections, and the two kinds of session that requests take from it."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        parsed = sa.make_url(url)
        options: dict[str, Any] = {"pool_size": pool_size}
        if parsed.drivername == "postgresql+asyncpg":
            options["connect_args"] = {"prepared_statement_cache_size": 500}
        self.engine = create_async_engine(parsed, **options)
        if parsed.get_backend_name() == "sqlite":
            sa.event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        # A read needs no transaction, and one costs two more round trips.
        self._read = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"),
            expire_on_commit=False,
        )

    def reading(self) -> AsyncSession:
        """Return a session whose statements run outside a transaction."""
        return self._read()

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Return a session in one transaction: committed at the end, rolled back on an error."""
        return self._write.begin()

    async def ping(self) -> None:
        """Ask the database for an answer; raise what the driver raises when there is none."""
        async with self.reading() as session:
            await session.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def database_of(app: FastAPI) -> Database:
    """Return the application's database."""
    database: Database = app.state.database
    return database


async def unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """Yield the request's session; what it wrote is committed before the response is sent."""
    database = database_of(request.app)
    if request.method in _READING_METHODS:
        async with database.reading() as session:
            yield session
    else:
        async with database.writing() as session:
            yield session


SessionDep = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.close()
