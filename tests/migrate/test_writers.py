"""An index of a large table is built while others write: nobody waits for it."""

from __future__ import annotations

import asyncio
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from databases import Database
from drafts import first_migration, model_of
from journey import Empty, texts
from rows import table_of
from sqlalchemy.ext.asyncio import create_async_engine

from bd_scaffold.migrate.schema import schema_of

LARGE = """
requirements: {quality: {volume: {Order: 10M}}}
entities:
  Order: {fields: {number: string(40)}, traits: [no_timestamps]}
"""
SORTED = LARGE.replace("string(40)", "string(40) sort")


def test_writers_do_not_wait_for_a_large_index(postgresql_empty: Empty) -> None:
    old, new = model_of(LARGE), model_of(SORTED)
    database = postgresql_empty()
    database.migrate([first_migration(old)])
    (text,) = texts(old, new)
    orders = table_of(schema_of(old).by_name["orders"])

    def write(connection: sa.Connection) -> None:
        connection.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
        connection.execute(orders.insert().values(id=uuid.uuid4(), number="1"))

    with ThreadPoolExecutor(2) as others:

        def meanwhile(connection: sa.Connection) -> Any:
            """Keep the build waiting for a transaction of ours, and write in another one."""
            connection.execute(orders.insert().values(id=uuid.uuid4(), number="0"))
            build = others.submit(lambda: asyncio.run(_upgraded(database, text)))
            others.submit(_wait_for, database, "CREATE INDEX CONCURRENTLY%").result()
            others.submit(database.run, write).result()
            assert not build.done()
            return build

        database.run(meanwhile).result(60)
    assert database.catalogue()["orders"]["indexes"].keys() == {"ix_orders_number"}
    valid = sa.text("SELECT bool_and(indisvalid) FROM pg_index")
    assert database.run(lambda c: c.execute(valid).scalar_one())


async def _upgraded(database: Database, text: str) -> None:
    """Run a revision as the project's env.py does, in a transaction of its own."""
    engine = create_async_engine(database.url)
    async with engine.connect() as connection:
        await connection.run_sync(_upgrade, text)
        await connection.commit()
    await engine.dispose()


def _upgrade(connection: sa.Connection, text: str) -> None:
    options = {"transactional_ddl": True, "transaction_per_migration": True}
    context = MigrationContext.configure(connection, opts=options)
    revision: dict[str, Any] = {}
    exec(compile(text, "revision.py", "exec"), revision)
    with Operations.context(context), context.begin_transaction(_per_migration=True):
        revision["upgrade"]()


def _wait_for(database: Database, query: str) -> None:
    asked = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE :query AND state = 'active' "
        "AND wait_event_type = 'Lock'"
    ).bindparams(query=query)
    deadline = time.monotonic() + 60
    while not database.run(lambda c: c.execute(asked).scalar_one()):
        assert time.monotonic() < deadline, "the build has not begun"
        time.sleep(0.05)
