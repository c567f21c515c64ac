"""Events that are on their way while a project goes from the database to a broker, and on."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from asking import ask
from projects import MakeDatabase, Project, project_of
from servers import serving

pytestmark = pytest.mark.parametrize("engine", ["postgresql"])

BEFORE = """\
name: shop
database: {engine: postgresql}
entities:
  Order:
    fields: {number: string(20) unique, total: integer = 7}
events:
  OrderMade: {from: Order.create, fields: [id, number]}
  OrderChanged: {from: Order.update, fields: [number, total]}
jobs:
  note_order: {on: OrderMade}
  note_change: {on: OrderChanged}
"""
BY_BROKER = BEFORE.replace("shop\n", "shop\nmessaging: {broker: rabbitmq}\n")
SAYS_MORE = BY_BROKER.replace("fields: [id, number]}", "fields: [id, number, total]}")

_HANDLERS = '''\
"""What jobs do here: they note what they were given, as often as they are done."""

from typing import Any

import sqlalchemy as sa

from shop.core.jobs.job import JobHandlers

_NOTE = sa.text("INSERT INTO notes (job, number, total) VALUES (:job, :number, :total)")


class Handlers(JobHandlers):
    async def note_order(self, data: Any) -> None:
        await self._note(data)

    async def note_change(self, data: Any) -> None:
        await self._note(data)

    async def _note(self, data: Any) -> None:
        said = {"number": data.number, "total": getattr(data, "total", None)}
        await self.work.session.execute(_NOTE, {"job": self.run.name, **said})
'''
_NOTES = """
    CREATE TABLE notes (
        at bigint GENERATED ALWAYS AS IDENTITY, job text, number text, total integer
    )
"""
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
_PATIENCE_SECONDS = 60


def _made(design: str, folder: Path) -> Project:
    project = project_of(design, "shop", folder)
    handlers = project.source / "jobs" / "handlers.py"
    handlers.write_text(_HANDLERS, encoding="utf-8")
    return project


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
        process.send_signal(signal.SIGINT)  # so that it ends what it has begun
        process.wait(30)


@contextmanager
def _working(
    project: Project, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a project; it is told to end where that has not happened before."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "shop.worker"],
            cwd=project.folder,
            env=project.environment(**environment),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


def _until(holds: Callable[[], bool], told: Callable[[], object]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, told()
        time.sleep(0.1)


def test_nothing_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    before = _made(BEFORE, tmp_path / "before")
    carried = _made(BY_BROKER, tmp_path / "carried")
    more = _made(SAYS_MORE, tmp_path / "more")
    url = database("broker_changes")
    at = {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"}
    carried.run("alembic", "upgrade", "head", **at)
    log = tmp_path / "worker.log"

    def rows(sql: str) -> list[tuple[object, ...]]:
        def asked(connection: sa.Connection) -> list[tuple[object, ...]]:
            result = connection.execute(sa.text(sql))
            return [tuple(row) for row in result] if result.returns_rows else []

        return ask(url, asked)

    def noted() -> list[tuple[object, ...]]:
        return rows("SELECT number FROM notes WHERE job = 'note_order' ORDER BY at")

    def is_done(count: int) -> bool:
        waiting = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM jobs "
        [(left,)] = rows(f"{waiting} WHERE state <> 'done')")
        return left == 0 and len({*noted()}) >= count

    rows(_NOTES)
    with (
        _rabbitmq(carried) as broker,
        serving(before, tmp_path / "app.log", migrate=False, **at) as server,
        httpx.Client(base_url=f"{server.url}/api/v1") as client,
    ):
        by_broker = {**at, "BROKER_URL": broker}

        def order(first: int, count: int) -> list[str]:
            numbers = [f"{number:03}" for number in range(first, first + count)]
            made = [client.post("/orders", json={"number": n}) for n in numbers]
            assert {each.status_code for each in made} == {201}
            return [each.json()["id"] for each in made]

        # What waits before any broker is there; then an old worker and a new one at once.
        ids = order(0, 20)
        with _working(before, log, **at), _working(carried, log, **by_broker):
            ids += order(20, 40)
            _until(lambda: is_done(60), log.read_text)
        # The new ones alone, of which one is killed at what it does.
        with (
            _working(carried, log, **by_broker),
            _working(carried, log, **by_broker) as killed,
        ):
            ids += order(60, 40)
            for row, number in ((row, n) for n in range(5) for row in ids[60:64]):
                said = {"total": number}
                assert client.patch(f"/orders/{row}", json=said).is_success
                if number == 2:
                    killed.kill()
            _until(lambda: is_done(100), log.read_text)
        assert sorted(noted()) == [(f"{number:03}",) for number in range(100)]
        changes = rows(
            "SELECT number, total FROM notes WHERE job = 'note_change' ORDER BY at"
        )
        for number in range(60, 64):
            went = [total for each, total in changes if each == f"{number:03}"]
            assert went == [0, 1, 2, 3, 4]

        # Messages of before are in the broker when an event says more.
        order(100, 3)
        assert carried.says(_PUBLISH, **by_broker).split() == ["3"]
        assert not {*noted()} & {("100",), ("101",), ("102",)}
        with _working(more, log, **by_broker):
            _until(lambda: is_done(103), log.read_text)
        said_more = rows("SELECT number, total FROM notes WHERE number >= '100'")
        assert sorted(said_more) == [("100", 7), ("101", 7), ("102", 7)]

        # The broker runs dry while the database carries events again, alone in the end.
        order(103, 3)
        assert carried.says(_PUBLISH, **by_broker).split() == ["3"]
        order(106, 3)
        with _working(more, log, **by_broker, BROKER_PUBLISHES="false"):
            _until(lambda: is_done(109), log.read_text)
        order(109, 3)
        with _working(before, log, **at):
            _until(lambda: is_done(112), log.read_text)
        assert sorted(noted()) == [(f"{number:03}",) for number in range(112)]
        assert rows("SELECT count(*) FROM dead_letters") == [(0,)]
