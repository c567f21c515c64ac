"""PostgreSQL tells of rooms by a connection of its own."""

import pytest
from sqlalchemy.pool import QueuePool

from chat.core.db.database import Database
from chat.core.realtime.fanout import Postgres


async def _refuses(*_said: object) -> None:
    raise TimeoutError


async def test_what_could_not_listen_does_so_the_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody")
    fanout = Postgres(database)
    with monkeypatch.context() as patched, pytest.raises(TimeoutError):
        patched.setattr("asyncpg.Connection.add_listener", _refuses)
        await fanout.listen()
    assert await fanout.listen()
    assert not await fanout.listen()
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
    await fanout.close()
