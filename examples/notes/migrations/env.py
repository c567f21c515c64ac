"""Where Alembic finds the database and what it should look like."""

import asyncio
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

import migrations.sqlite_tables
from notes.core.db import types
from notes.core.db.engine import new_engine
from notes.models.base import Base
from notes.settings import Settings


def run_offline(url: str) -> None:
    """Write the migrations as SQL."""
    context.configure(url=url, target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_online(url: str) -> None:
    """Run the migrations."""
    engine = new_engine(url)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
        await connection.commit()
    await engine.dispose()


def _run(connection: sa.Connection) -> None:
    # Of the classes for a dialect, Alembic takes the one that was defined last.
    sqlite = migrations.sqlite_tables.AlterableSQLite.__dialect__
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=_render,
        render_as_batch=connection.dialect.name == sqlite,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Leave the start of transactions to us, and no row to a table that makes way for its copy."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database."""
    if kind == "type" and isinstance(item, types.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


database_url = context.config.get_main_option("sqlalchemy.url")
database_url = database_url or Settings().database_url
if context.is_offline_mode():
    run_offline(database_url)
else:
    asyncio.run(run_online(database_url))
