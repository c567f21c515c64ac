"""A server process of a created project, and how one is started and ended."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from projects import Project


@dataclass(frozen=True, slots=True)
class Server:
    """A running server of a project."""

    project: Project
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    project: Project,
    log: Path,
    *,
    migrate: bool = True,
    port: int | None = None,
    **environment: str,
) -> Iterator[Server]:
    """Yield a server of a project, its database migrated unless it is, once it is ready."""
    if migrate:
        project.run("alembic", "upgrade", "head", **environment)
    port = port or free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            f"{project.package}.main:create_app",
            "--port",
            str(port),
        ],
        cwd=project.folder,
        env=project.environment(**environment),
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        server = Server(project, process, port, log)
        _wait_until_ready(server)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def administrator(server: Server, **environment: str) -> dict[str, str]:
    """Make an administrator, and return the headers with which they ask."""
    said = {"email": "admin@example.com", "password": "correct horse battery"}
    accounts = f"{server.project.package}.core.accounts"
    subprocess.run(
        [sys.executable, "-m", accounts, "create-admin", said["email"]],
        cwd=server.project.folder,
        env=server.project.environment(**environment),
        input=said["password"],
        text=True,
        check=True,
    )
    answer = httpx.post(f"{server.url}/api/v1/auth/sign-in", json=said, timeout=20)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health/ready").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")
