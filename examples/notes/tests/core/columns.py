"""Columns that are there for one test only."""

from typing import Any

import sqlalchemy as sa

from notes.core.db.database import Database


async def stored(database: Database, kind: Any, value: object) -> object:
    """Return what a column of some type holds after a value was written to it."""
    table = sa.Table("core_values", sa.MetaData(), sa.Column("value", kind))
    async with database.engine.connect() as connection:
        try:
            await connection.run_sync(table.create)
            await connection.execute(sa.insert(table).values(value=value))
            return await connection.scalar(sa.select(table.c.value))
        finally:
            await connection.rollback()
            await connection.run_sync(table.drop, checkfirst=True)
            await connection.commit()
