"""What a worker runs, and how it ends."""

import asyncio
import signal
import socket
import sys
from collections.abc import Mapping

import pytest
from fastapi import FastAPI

from chat import worker
from chat.core import worker as core
from chat.core.http.dependencies import resources_of
from chat.core.worker import Loop, running, until
from chat.main import create_app
from chat.settings import Settings
from chat.worker import create_worker, loops_of
from tests.support import asking

_PATIENCE_SECONDS = 60


async def test_loops_run_until_the_block_ends_and_end_themselves() -> None:
    seen: list[str] = []

    async def loop(stop: asyncio.Event) -> None:
        seen.append("begun")
        assert await until(stop, 60)
        seen.append("ended")

    async with running({"a": loop, "b": loop}, patience=5):
        assert not await until(asyncio.Event(), 0.01)
        assert seen == ["begun"] * 2
    assert seen == ["begun"] * 2 + ["ended"] * 2


async def test_a_loop_that_fails_is_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_FIRST_PAUSE", 0.001)
    tried = 0
    went_on = asyncio.Event()

    async def loop(stop: asyncio.Event) -> None:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise ConnectionError
        went_on.set()
        await stop.wait()

    async with running({"a": loop}, patience=5), asyncio.timeout(5):
        await went_on.wait()
    assert tried == 3


async def test_a_loop_that_was_well_for_a_while_waits_no_longer_than_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    waited: list[float] = []
    went_on = asyncio.Event()

    async def wait(_stop: asyncio.Event, seconds: float) -> bool:
        waited.append(seconds)
        return False

    async def loop(stop: asyncio.Event) -> None:
        nonlocal now
        now += 5 if len(waited) == 3 else 0.1
        if len(waited) == 5:
            went_on.set()
            await stop.wait()
        raise ConnectionError

    monkeypatch.setattr(core, "monotonic", lambda: now)
    monkeypatch.setattr(core, "until", wait)
    async with running({"a": loop}, patience=5), asyncio.timeout(5):
        await went_on.wait()
    assert waited[:5] == [0.5, 1, 2, 0.5, 1]


async def test_a_loop_that_does_not_end_is_cancelled() -> None:
    cancelled = False

    async def loop(_stop: asyncio.Event) -> None:
        nonlocal cancelled
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled = True
            raise

    async with running({"a": loop}, patience=0.01):
        await asyncio.sleep(0)
    assert cancelled


async def test_without_loops_there_is_nothing_to_end() -> None:
    async with running({}, patience=5):
        pass


async def test_a_worker_answers_probes_and_prometheus(migrated: Settings) -> None:
    quiet = migrated.model_copy(update={"serve_metrics": False})
    async with asking(create_worker(migrated)) as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 200
        assert (await client.get("/metrics")).status_code == 200
        assert (await client.get("/docs")).status_code == 404
    async with asking(create_worker(quiet)) as client:
        assert (await client.get("/metrics")).status_code == 404


@pytest.mark.parametrize("in_app", [True, False])
async def test_the_api_does_a_workers_work_where_that_is_said(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch, in_app: bool
) -> None:
    seen: list[str] = []

    async def loop(stop: asyncio.Event) -> None:
        seen.append("begun")
        await stop.wait()

    def loops(_resources: object) -> Mapping[str, Loop]:
        return {"a": loop}

    monkeypatch.setattr(worker, "loops_of", loops)
    said = migrated.model_copy(update={"worker_in_app": in_app})
    async with asking(create_app(said)):
        await asyncio.sleep(0.01)
    assert seen == ["begun"] * in_app


async def test_what_a_worker_runs_has_names(app: FastAPI) -> None:
    assert all(callable(each) for each in loops_of(resources_of(app)).values())


async def test_a_worker_process_ends_when_it_is_told_to(migrated: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", worker.__name__),
        env={
            "PATH": "",
            "PYTHONPATH": ":".join(sys.path),
            "DATABASE_URL": migrated.database_url,
            "WORKER_PORT": f"{port}",
        },
    )
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not await _answers(port):
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() in (0, -signal.SIGTERM)


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
