"""What is told is heard, also after the connection was lost, and requests have the pool."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from chat.core.db.database import Database
from chat.core.db.listening import Listener

_CHANNEL = "listening_is_tried"
_PATIENCE_SECONDS = 10


async def _refuses(*_said: object) -> None:
    raise TimeoutError


async def _tell(database: Database, said: str) -> None:
    async with database.reading() as session:
        await session.execute(sa.select(sa.func.pg_notify(_CHANNEL, said)))


async def _end_whoever_listens(database: Database) -> None:
    ended = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE :listens"
    )
    async with database.reading() as session:
        await session.execute(ended, {"listens": f"LISTEN%{_CHANNEL}%"})


async def test_what_could_not_listen_does_so_the_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody")
    heard = asyncio.Queue[str]()
    listener = Listener(database, _CHANNEL, heard.put_nowait)
    with monkeypatch.context() as patched, pytest.raises(TimeoutError):
        patched.setattr("asyncpg.Connection.add_listener", _refuses)
        await listener.listen()
    assert await listener.listen()
    assert not await listener.listen()
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
    for said in ("first", "second"):
        await _tell(database, said)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            assert await heard.get() == said
    await listener.close()


async def test_a_connection_that_is_lost_is_made_anew(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody")
    heard = asyncio.Queue[str]()
    listener = Listener(database, _CHANNEL, heard.put_nowait)
    await listener.listen()
    await _end_whoever_listens(database)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not await listener.listen():
            await asyncio.sleep(0.05)
    await _tell(database, "again")
    async with asyncio.timeout(_PATIENCE_SECONDS):
        assert await heard.get() == "again"
    await listener.close()
