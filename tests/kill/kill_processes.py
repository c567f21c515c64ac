"""Processes that are killed and started again, and where each of them says what it does."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kill_cuts import Link, Place
from kill_project import PACKAGE

START_SECONDS = 120.0
"""So long at the most: a busy machine is no reason to fail."""


_PORTS = range(20_000, 32_768)
"""Below those that Linux gives to connections, one of which might take it while nobody listens."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as free, suppress(OSError):
            free.bind(("", port))
            return port


@dataclass(kw_only=True)
class Part:
    """A program that can be killed, and is started again with all that it has stored."""

    name: str
    command: Sequence[str]
    folder: Path
    """Where it runs; its log is beside it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: Sequence[str] = ()
    """What starts it, such as a network namespace of its own."""
    address: tuple[str, int] = ("127.0.0.1", 0)
    is_slow: bool = False
    """It takes long to start, and is not killed in between: it would never be there."""
    way: Link | None = None
    """How others come to it, where it has a machine of its own, which may be lost."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{self.name}.log")

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def listens(self) -> bool:
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError:
            return False
        return True

    def start(self) -> None:
        """Start it, and don't wait for it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, *self.command],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill it with all that it has started, without a word."""
        if self.process is None:
            return
        # Each of them may be the leader of a session of its own, as PostgreSQL's are.
        doomed = [self.process.pid, *_below(self.process.pid)]
        self._signal(doomed, signal.SIGKILL)
        self.process.wait()
        while any(map(_lives, doomed)):
            time.sleep(0.01)

    def move(self, there: Place) -> None:
        """Have it run on a machine of its own, from its next start on."""
        self.way = there.links[0]
        self.prefix = [*there.prefix, *self.prefix]
        self.address = (self.way.inside, self.address[1])

    def freeze(self, signal_: signal.Signals = signal.SIGSTOP) -> None:
        """Have it stand still as it is, until it is thawed."""
        if self.process is not None:
            pids = [self.process.pid, *_below(self.process.pid)]
            self._signal(pids, signal_)

    def thaw(self) -> None:
        """Have it go on, as if no time had passed."""
        self.freeze(signal.SIGCONT)

    @staticmethod
    def _signal(pids: Sequence[int], signal_: signal.Signals) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal_)

    def wait(self) -> None:
        """Wait until it listens, started again where it ended by itself."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self.runs:
                self.start()
            if self.listens:
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.name} does not answer:\n{self.says()}")

    def says(self) -> str:
        """Return the end of its log."""
        return self.log.read_text(errors="replace")[-3000:]


def _below(pid: int) -> list[int]:
    """Return the processes that one has started, and those that these have."""
    try:
        said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    found: list[int] = []
    for each in map(int, said.split()):
        found += [each, *_below(each)]
    return found


def _lives(pid: int) -> bool:
    try:
        said = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return said.rpartition(")")[2].split()[0] != "Z"


def application(folder: Path, number: int, environment: Mapping[str, str]) -> Part:
    """Return a process of the API."""
    port = free_port()
    serve = ("-m", "uvicorn", "--factory", f"{PACKAGE}.main:create_app")
    options = ("--host", "0.0.0.0", "--port", str(port), "--no-access-log")
    return Part(
        name=f"app{number}",
        command=[sys.executable, *serve, *options],
        folder=folder,
        environment=_with_source(folder, environment),
        address=("127.0.0.1", port),
    )


def worker(folder: Path, number: int, environment: Mapping[str, str]) -> Part:
    """Return a process that relays events and does jobs."""
    port = free_port()
    listens = {"WORKER_HOST": "0.0.0.0", "WORKER_PORT": str(port)}
    return Part(
        name=f"worker{number}",
        command=[sys.executable, "-m", f"{PACKAGE}.worker"],
        folder=folder,
        environment=_with_source(folder, environment) | listens,
        address=("127.0.0.1", port),
    )


def _with_source(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    return {"PYTHONPATH": str(folder / "src"), **environment}
