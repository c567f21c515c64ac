"""Events that are on their way while a project goes from the database to a broker, and on."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from noted_orders import DESIGN, NOTES, Noted, carried_by, noting, working
from projects import MakeDatabase, Project
from servers import serving

BY_BROKER = carried_by("rabbitmq")
SAYS_MORE = BY_BROKER.replace("fields: [id, number]}", "fields: [id, number, total]}")

_PUBLISH = """
import asyncio
from shop.core.events.relay import Relay
from shop.core.messaging.publishing import publishing
from shop.resources import open_resources
from shop.settings import Settings

async def main():
    async with open_resources(Settings()) as resources:
        print(await Relay(resources, publishing(resources.broker), batch=9, poll=1).once())

asyncio.run(main())
"""
_DONE = """
    SELECT (SELECT count(*) FROM (SELECT DISTINCT job, number, total FROM notes) noted),
        (SELECT count(*) FROM outbox), (SELECT count(*) FROM jobs WHERE state <> 'done')
"""
_PATIENCE_SECONDS = 60


@contextmanager
def _rabbitmq(project: Project) -> Iterator[str]:
    """Run a RabbitMQ as the project's own tests do."""
    if shutil.which("rabbitmq-server") is None:
        pytest.fail("No RabbitMQ: `apt install rabbitmq-server`.")
    command = [sys.executable, "-m", "tests.rabbitmq_server"]
    process = subprocess.Popen(
        command,
        cwd=project.folder,
        env=project.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True, slots=True)
class _Store(Noted):
    """The database, as those see it who look at what jobs have noted."""

    log: Path

    def orders(self) -> list[str]:
        """Return the orders that were noted, each as often as it was."""
        noted = "SELECT number FROM notes WHERE job = 'note_order' ORDER BY number"
        return [number for (number,) in self.rows(noted)]

    def wait_for(self, count: int) -> None:
        """Wait until so many different things are noted, and nothing waits."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while self.rows(_DONE) != [(count, 0, 0)]:
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)


class _Client:
    """Makes and changes orders by the API."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._made = 0

    def order(self, count: int) -> list[str]:
        """Make orders, numbered from 000 on, and return their keys."""
        numbers = [f"{self._made + number:03}" for number in range(count)]
        self._made += count
        made = [self._client.post("/orders", json={"number": n}) for n in numbers]
        assert {each.status_code for each in made} == {201}
        return [each.json()["id"] for each in made]

    def change(self, row: str, total: int) -> None:
        """Change an order."""
        answer = self._client.patch(f"/orders/{row}", json={"total": total})
        assert answer.is_success, answer.text


@pytest.mark.parametrize("engine", ["postgresql"])
def test_nothing_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, database: MakeDatabase
) -> None:
    designs = {"before": DESIGN, "carried": BY_BROKER, "more": SAYS_MORE}
    before, carried, more = (
        noting(text, tmp_path / name) for name, text in designs.items()
    )
    store = _Store(database("broker_changes"), tmp_path / "worker.log")
    at = {"DATABASE_URL": store.url, "LOG_LEVEL": "WARNING"}
    carried.run("alembic", "upgrade", "head", **at)
    store.rows(NOTES)
    with (
        _rabbitmq(carried) as broker,
        serving(before, tmp_path / "app.log", migrate=False, **at) as server,
        httpx.Client(base_url=f"{server.url}/api/v1") as http,
    ):
        client, by_broker = _Client(http), {**at, "BROKER_URL": broker}
        _go_to_the_broker(client, store, (before, at), (carried, by_broker))
        _kill_one_of_two(client, store, carried, by_broker)

        # Messages of before are in the broker when an event says more.
        client.order(3)
        assert carried.says(_PUBLISH, **by_broker).split() == ["3"]
        assert len(store.orders()) == 100
        with working(more, store.log, **by_broker):
            store.wait_for(123)
        said_more = store.rows("SELECT number, total FROM notes WHERE number >= '100'")
        assert sorted(said_more) == [("100", 7), ("101", 7), ("102", 7)]

        # The broker runs dry while the database carries events again, alone in the end.
        client.order(3)
        assert carried.says(_PUBLISH, **by_broker).split() == ["3"]
        client.order(3)
        with working(more, store.log, **by_broker, BROKER_PUBLISHES="false"):
            store.wait_for(129)
        client.order(3)
        with working(before, store.log, **at):
            store.wait_for(132)
    assert store.orders() == [f"{number:03}" for number in range(112)]
    assert store.rows("SELECT count(*) FROM dead_letters") == [(0,)]


def _go_to_the_broker(
    client: _Client,
    store: _Store,
    old: tuple[Project, dict[str, str]],
    new: tuple[Project, dict[str, str]],
) -> None:
    """Orders wait before any broker is there; then an old worker and a new one run at once."""
    client.order(20)
    with (
        working(old[0], store.log, **old[1]),
        working(new[0], store.log, **new[1]),
    ):
        client.order(40)
        store.wait_for(60)


def _kill_one_of_two(
    client: _Client, store: _Store, project: Project, by_broker: dict[str, str]
) -> None:
    """Two new workers run, of which one is killed at what it does; orders keep their order."""
    with (
        working(project, store.log, **by_broker),
        working(project, store.log, **by_broker) as killed,
    ):
        rows = client.order(40)[:4]
        for total in range(5):
            for row in rows:
                client.change(row, total)
            if total == 2:
                killed.kill()
        store.wait_for(120)
    assert store.orders() == [f"{number:03}" for number in range(100)]
    changes = store.rows(
        "SELECT number, total FROM notes WHERE job = 'note_change' ORDER BY at"
    )
    for number in ("060", "061", "062", "063"):
        assert [total for each, total in changes if each == number] == [0, 1, 2, 3, 4]
