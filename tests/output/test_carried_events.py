"""Events that NATS and Redis carry, whoever is killed meanwhile: workers, and the broker."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from noted_orders import NOTES, Noted, carried_by, noting, working
from projects import MakeDatabase, project_of
from servers import free_port, serving

ADAPTERS = {"nats": "test_nats", "redis": "test_redis_streams"}
IN_MEMORY = {"kafka": "test_kafka"}
"""What no server here can be started and killed for."""

_LEFT = """
    SELECT (SELECT count(*) FROM outbox)
         + (SELECT count(*) FROM jobs WHERE state <> 'done')
"""
_PATIENCE_SECONDS = 90


@pytest.mark.parametrize("broker", [*ADAPTERS, *IN_MEMORY])
def test_an_adapter_keeps_what_is_promised(broker: str, tmp_path: Path) -> None:
    name = "a-service-with-a-name-longer-than-most"
    design = carried_by(broker).replace("shop", name)
    project = project_of(design, name, tmp_path / "made")
    project.proves("black", "--check", "--quiet", ".")
    project.proves("ruff", "check", "--no-cache", ".")
    tests = f"tests/core/{(ADAPTERS | IN_MEMORY)[broker]}.py"
    project.proves("mypy", tests)
    project.proves("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", tests)


class _Broker:
    """A broker that has on its disk what it had, however it ended."""

    def __init__(self, name: str, folder: Path) -> None:
        port = str(free_port())
        folder.mkdir()
        self._command = {"nats": self._nats, "redis": self._redis}[name](port, folder)
        self.url = f"{name}://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def _nats(port: str, folder: Path) -> list[str]:
        program = str(Path(sys.executable).with_name("nats-server"))
        where = ["--addr", "127.0.0.1", "--port", port]
        return [program, *where, "--jetstream", "--store_dir", str(folder)]

    @staticmethod
    def _redis(port: str, folder: Path) -> list[str]:
        program = shutil.which("redis-server")
        assert program, "No Redis: `apt install redis-server`."
        kept = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        return [program, "--port", port, "--dir", str(folder), *kept]

    def start(self) -> None:
        """Start it, and leave it to its clients to wait until it answers."""
        none = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, stdout=none, stderr=none)

    def kill(self) -> None:
        """Kill it, as a machine that fails does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class _Orders:
    """What clients do meanwhile."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self._ids: list[str] = []

    def make(self, count: int) -> None:
        """Make some more orders."""
        for number in range(len(self._ids), len(self._ids) + count):
            made = self.client.post("/orders", json={"number": f"{number:03}"})
            assert made.status_code == 201, made.text
            self._ids.append(made.json()["id"])

    def change(self, total: int) -> None:
        """Change the first of them."""
        for each in self._ids[:5]:
            said = self.client.patch(f"/orders/{each}", json={"total": total})
            assert said.is_success, said.text


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("broker", [*ADAPTERS])
def test_nothing_is_lost_or_done_twice_or_overtaken(
    broker: str, tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    project = noting(carried_by(broker), tmp_path / "made")
    url, log = database(f"carried_{broker}"), tmp_path / "worker.log"
    server = _Broker(broker, tmp_path / broker)
    at: dict[str, Any] = {
        "DATABASE_URL": url,
        "LOG_LEVEL": "WARNING",
        "BROKER_URL": server.url,
    }

    rows = Noted(url).rows

    def until(sql: str, *wanted: object) -> None:
        ends = time.monotonic() + _PATIENCE_SECONDS
        while rows(sql) != [wanted]:
            assert time.monotonic() < ends, (rows(sql), log.read_text()[-4000:])
            time.sleep(0.2)

    with serving(project, tmp_path / "app.log", **at) as app:
        rows(NOTES)
        orders = _Orders(httpx.Client(base_url=f"{app.url}/api/v1"))
        orders.make(10)  # before there is any broker
        try:
            with working(project, log, **at) as killed:
                orders.change(1)
                server.start()
                until("SELECT count(DISTINCT number) FROM notes", 10)
                with working(project, log, **at):
                    orders.make(20)
                    orders.change(2)
                    killed.kill()
                    orders.make(20)
                    server.kill()
                    orders.change(3)
                    orders.make(20)
                    server.start()
                    orders.change(4)
                    until("SELECT count(DISTINCT number) FROM notes", 70)
                    until(_LEFT, 0)
        finally:
            server.kill()
            orders.client.close()
    made = rows("SELECT number FROM notes WHERE job = 'note_order' ORDER BY number")
    assert made == [(f"{number:03}",) for number in range(70)]
    changes = rows(
        "SELECT number, total FROM notes WHERE job <> 'note_order' ORDER BY at"
    )
    for number in range(5):
        went = [total for each, total in changes if each == f"{number:03}"]
        assert went == [1, 2, 3, 4]
    assert rows("SELECT count(*) FROM dead_letters") == [(0,)]
