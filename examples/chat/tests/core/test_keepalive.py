"""Connections to a database that is gone end, though nobody says so."""

import socket
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from chat.core.db.database import Database
from chat.core.db.keepalive import SERVER_SETTINGS, keep_alive
from chat.models.base import Base
from chat.settings import Settings


def _kept_alive(used: socket.socket) -> int:
    transport = SimpleNamespace(get_extra_info=lambda _name: used)
    driver = SimpleNamespace(_transport=transport)
    keep_alive(SimpleNamespace(driver_connection=driver), None)
    return used.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


def test_a_connection_over_a_network_is_kept_alive() -> None:
    with socket.socket() as used:
        assert _kept_alive(used)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="it has no such sockets")
def test_one_on_the_same_machine_needs_no_care() -> None:
    with socket.socket(socket.AF_UNIX) as used:
        assert not _kept_alive(used)


async def test_postgresql_is_told_to_do_the_same(migrated: Settings) -> None:
    database = Database(migrated.database_url, Base.metadata, pool_size=1)
    if database.engine.dialect.name != "postgresql":
        pytest.skip("for PostgreSQL")
    names = {"names": [*SERVER_SETTINGS]}
    told = sa.text("SELECT name, source FROM pg_settings WHERE name = ANY(:names)")
    async with database.reading() as session:
        found = {tuple(row) for row in await session.execute(told, names)}
    await database.close()
    assert found == {(name, "client") for name in SERVER_SETTINGS}
