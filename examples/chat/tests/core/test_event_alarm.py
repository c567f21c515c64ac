"""Whoever could not listen listens the next time."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from chat.core.db.database import Database
from chat.core.events.recording import CHANNEL
from chat.core.events.wake import Alarm

_PATIENCE_SECONDS = 10


async def _refuses(*_said: object) -> None:
    raise TimeoutError


async def test_an_alarm_that_could_not_listen_does_so_the_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody")
    alarm = Alarm(database, listens=True)
    with monkeypatch.context() as patched, pytest.raises(TimeoutError):
        patched.setattr("asyncpg.Connection.add_listener", _refuses)
        await alarm.listen()
    await alarm.listen()
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
    alarm.event.clear()
    async with database.reading() as session:
        await session.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await alarm.event.wait()
    await alarm.close()
