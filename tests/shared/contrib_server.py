"""Debian's PostgreSQL with its contrib modules, which the tests' other server does not have."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

_PROGRAMS = Path("/usr/lib/postgresql")
_MODULES = Path("/usr/share/postgresql")
_NEEDED = ("btree_gist", "pg_trgm")


def programs() -> Path | None:
    """Return where a PostgreSQL with these modules is installed, if there is one."""
    for version in sorted(_MODULES.glob("*"), key=lambda each: each.name, reverse=True):
        known = all(
            (version / f"extension/{each}.control").exists() for each in _NEEDED
        )
        found = _PROGRAMS / version.name / "bin"
        if known and (found / "initdb").exists():
            return found
    return None


@pytest.fixture(scope="session")
def contrib() -> Iterator[sa.URL]:
    """A PostgreSQL server that has its contrib modules."""
    if programs() is None:
        if os.environ.get("CI"):
            pytest.fail("CI tries extensions: apt-get install postgresql-15")
        pytest.skip(
            "PostgreSQL with contrib is not installed: apt install postgresql-15"
        )
    with running() as url:
        yield url


@contextmanager
def running() -> Iterator[sa.URL]:
    """Run a server of the tests' own, on a socket that nobody else has."""
    found = programs()
    assert found is not None
    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="contrib-") as name:
        folder = Path(name)
        as_owner = {"user": "postgres"} if os.geteuid() == 0 else {}
        if as_owner:
            shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
        data = folder / "data"
        subprocess.run(
            [
                found / "initdb",
                "-N",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "-D",
                data,
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **as_owner,
        )
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", folder)
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [found / "postgres", "-D", data, *options],
                stdout=log,
                stderr=log,
                cwd=folder,
                **as_owner,
            )
        try:
            _wait_for(data / "postmaster.pid", server)
            yield sa.URL.create(
                "postgresql", "postgres", database="postgres", query={"host": name}
            )
        finally:
            server.send_signal(signal.SIGINT)  # whoever is still connected
            server.wait()


def _wait_for(status: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL does not start")
