"""Tables that are there for one test only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from notes.core.context import Context
from notes.core.db.database import Database
from notes.core.db.unit_of_work import UnitOfWork


@asynccontextmanager
async def work_on(
    database: Database, metadata: sa.MetaData, context: Context | None = None
) -> AsyncIterator[UnitOfWork]:
    """Yield a unit of work on some tables, of which nothing stays."""
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with database.writing() as session:
        yield UnitOfWork(session, context)
        await session.rollback()
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.drop_all)
