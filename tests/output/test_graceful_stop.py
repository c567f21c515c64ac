"""A process that is told to stop ends what it has begun, in time, and with 0."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import websockets
from projects import Project
from servers import Server, administrator, free_port

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

DESIGN = b"""
name: lab
deployment: {image: hardened}
security:
  authentication: jwt
  roles: {admin: ["*"]}
entities:
  Box:
    fields: {name: string(20)}
    access: {read: public, write: admin}
events:
  BoxMade: {from: Box.create, fields: [name]}
jobs:
  pack: {on: BoxMade}
realtime:
  box: {of: Box, join: admin, events: [BoxMade]}
"""
_HANDLER = """\
        import asyncio, os
        from pathlib import Path
        marks = Path(os.environ["MARKS"])
        (marks / "begun").touch()
        await asyncio.sleep(float(os.environ["JOB_SECONDS"]))
        (marks / "done").touch()
"""
_DATABASE = "sqlite:///lab.db"


@dataclass(frozen=True, slots=True)
class Process:
    """A process as a container has it: the first one of its own, where that can be had."""

    started: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """Of the process itself, which another one has started where it is the first."""
        children = Path(f"/proc/{self.started.pid}/task/{self.started.pid}/children")
        inner = children.read_text().split() if _is_first() else []
        return int(inner[0]) if inner else self.started.pid

    def stop(self) -> float:
        """Tell it to stop; return when that was."""
        os.kill(self.pid, signal.SIGTERM)
        return time.monotonic()

    def ends(self, within: float) -> bool:
        """Tell whether it ends in time, and as what has nothing to complain of."""
        code = self.started.wait(within)
        # uvicorn sends itself the signal again, which only the first process survives.
        return code == 0 or (not _is_first() and code == -signal.SIGTERM)


def _is_first() -> bool:
    return os.geteuid() == 0 and shutil.which("unshare") is not None


@contextmanager
def process(
    project: Project, command: Sequence[str], port: int, log: Path, **more: str
) -> Iterator[Process]:
    first = ("unshare", "--pid", "--fork", "--kill-child") if _is_first() else ()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    started = subprocess.Popen(
        [*first, *command],
        cwd=project.folder,
        env=project.environment(DATABASE_URL=_DATABASE, PATH=path, **more),
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 60
        while not _is_ready(port):
            assert started.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield Process(started, log)
    finally:
        started.kill()
        started.wait()


def _is_ready(port: int) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/health/ready").is_success
    return False


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("stopped") / "lab"
    folder.mkdir()
    model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
    write(pipeline.render(DESIGN, model), folder)
    handlers = folder / "src/lab/jobs/handlers.py"
    written = re.sub(
        r"(?m)^ +raise self\.not_written\(\)\n", _HANDLER, handlers.read_text()
    )
    handlers.write_text(written)
    made = Project("lab", folder)
    made.run("alembic", "upgrade", "head", DATABASE_URL=_DATABASE)
    return made


@contextmanager
def serving(
    project: Project, log: Path, **more: str
) -> Iterator[tuple[Process, Server]]:
    """Start the API by what the image starts it with."""
    said = (project.folder / "Dockerfile").read_text()
    (command,) = re.findall(r"(?m)^CMD (\[.*\])$", said)
    *_, patience = re.findall(r"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=(\d+)", said)
    port = free_port()
    words = [f"{port}" if word == "8000" else word for word in json.loads(command)]
    given = {"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": patience, **more}
    with process(project, words, port, log, **given) as found:
        yield found, Server(project, found.started, port, log)


@pytest.fixture(scope="module")
def admin(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with serving(project, tmp_path_factory.mktemp("log") / "log") as (_, server):
        return administrator(server, DATABASE_URL=_DATABASE)


def _half_a_request(port: int, who: dict[str, str]) -> tuple[socket.socket, bytes]:
    """Send what a request begins with; return its line, and what is still to be sent."""
    body = json.dumps({"name": "late"}).encode()
    lines = (
        "POST /api/v1/boxes HTTP/1.1",
        "Host: lab",
        f"Authorization: {who['Authorization']}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    line = socket.create_connection(("127.0.0.1", port), 30)
    line.sendall("\r\n".join((*lines, "", "")).encode() + body[:4])
    time.sleep(0.3)
    return line, body[4:]


def _rows(project: Project, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(project.folder / "lab.db") as connection:
        rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_requests_end_sockets_are_sent_away_and_nothing_new_is_taken(
    project: Project, admin: dict[str, str], tmp_path: Path
) -> None:
    with serving(project, tmp_path / "log") as (api, server):
        line, rest = _half_a_request(server.port, admin)

        async def told() -> int:
            url = f"ws://127.0.0.1:{server.port}/realtime"
            async with websockets.connect(url, additional_headers=admin) as opened:
                assert json.loads(await opened.recv())["type"] == "welcome"
                api.stop()
                with suppress(websockets.ConnectionClosed):
                    await asyncio.wait_for(opened.recv(), 20)
                return opened.close_code or 0

        with httpx.Client(base_url=server.url) as idle, line:
            assert idle.get("/api/v1/boxes").is_success
            assert asyncio.run(told()) == 1012
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"{server.url}/health/live")
            line.sendall(rest)
            assert line.recv(4096).startswith(b"HTTP/1.1 201 ")
        began = time.monotonic()
        assert api.ends(within=20)
        assert time.monotonic() - began < 15
    assert _rows(project, "SELECT count(*) FROM boxes WHERE name = 'late'") == [(1,)]
    assert "Application shutdown complete" in (tmp_path / "log").read_text()


def test_a_request_that_never_ends_holds_up_nobody_for_longer_than_is_said(
    project: Project, admin: dict[str, str], tmp_path: Path
) -> None:
    patience = {"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "1"}
    before = _rows(project, "SELECT count(*) FROM boxes")
    with serving(project, tmp_path / "log", **patience) as (api, server):
        line, _ = _half_a_request(server.port, admin)
        with line:
            api.stop()
            assert api.ends(within=20)
    assert _rows(project, "SELECT count(*) FROM boxes") == before


def _begun(
    project: Project, admin: dict[str, str], folder: Path, **more: str
) -> Iterator[tuple[Process, Path]]:
    """Yield a worker that has begun a job, and where the job leaves its marks."""
    with serving(project, folder / "api.log") as (_, server):
        _rows(project, "DELETE FROM jobs")
        url = f"{server.url}/api/v1/boxes"
        httpx.post(url, json={"name": "a"}, headers=admin).raise_for_status()
    port = free_port()
    given = {"MARKS": f"{folder}", "WORKER_PORT": f"{port}", **more}
    command = shlex.split("python -m lab.worker")
    with process(project, command, port, folder / "worker.log", **given) as worker:
        deadline = time.monotonic() + 30
        while not (folder / "begun").exists():
            assert time.monotonic() < deadline, worker.log.read_text()
            time.sleep(0.05)
        yield worker, folder / "done"


def test_a_job_that_runs_is_done(
    project: Project, admin: dict[str, str], tmp_path: Path
) -> None:
    for worker, done in _begun(project, admin, tmp_path, JOB_SECONDS="1.5"):
        worker.stop()
        assert not done.exists()
        assert worker.ends(within=20)
        assert done.exists()
    assert _rows(project, "SELECT state FROM jobs") == []


def test_a_job_that_takes_too_long_is_handed_back(
    project: Project, admin: dict[str, str], tmp_path: Path
) -> None:
    patience = {"JOB_SECONDS": "60", "WORKER_PATIENCE_SECONDS": "1"}
    for worker, done in _begun(project, admin, tmp_path, **patience):
        worker.stop()
        assert worker.ends(within=20)
        assert not done.exists()
    assert _rows(project, "SELECT state FROM jobs") == [("queued",)]
