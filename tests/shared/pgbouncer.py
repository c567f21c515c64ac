"""A real PgBouncer, for tests and benchmarks, before a PostgreSQL server of theirs."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

CONNECTIONS = 2
"""To PostgreSQL: fewer than requests are served at once, so that these have to share."""

_INI = """
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
server_login_retry = 1
query_wait_timeout = 5
logfile = {folder}/log
"""


def program() -> str | None:
    """Return where PgBouncer is installed, if it is."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def pooled(server: sa.URL, mode: str) -> Iterator[sa.URL]:
    """Yield the address of a pooler before a server that asks for no password."""
    with tempfile.TemporaryDirectory(prefix="pgbouncer-") as name:
        folder, owner = Path(name), _owner(server)
        folder.chmod(0o777)
        listen = _free_port()
        ini = folder / "pgbouncer.ini"
        ini.write_text(
            _INI.format(
                host=server.query["host"],
                port=server.port or 5432,
                user=server.username,
                listen=listen,
                mode=mode,
                size=CONNECTIONS,
                folder=folder,
            )
        )
        as_owner = ("-u", owner) if os.geteuid() == 0 else ()
        process = subprocess.Popen([program() or "pgbouncer", "-q", *as_owner, ini])
        try:
            _wait_for(listen, process)
            yield sa.URL.create(
                "postgresql",
                server.username,
                None,
                "127.0.0.1",
                listen,
                server.database,
            )
        finally:
            process.terminate()
            process.wait()


def _owner(server: sa.URL) -> str:
    """Return who may enter the folder of the server's socket; PgBouncer never runs as root."""
    socket_folder = Path(str(server.query["host"]))
    return pwd.getpwuid(socket_folder.stat().st_uid).pw_name


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PgBouncer does not start")
