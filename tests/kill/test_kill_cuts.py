"""Networks are cut without a word: nobody waits for ever, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import kill_project
import pytest
from kill_cuts import Place, place, why_not
from kill_database import Database, database
from kill_run import Plan, run

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform != "linux", reason="it needs network namespaces"),
]
_PATIENCE_SECONDS = 120

_HOLDS = """
import asyncio
import sqlalchemy as sa
from kiosk.resources import open_resources
from kiosk.settings import Settings

async def main():
    async with open_resources(Settings()) as resources:
        async with resources.database.writing() as session, session.begin():
            await session.execute(sa.text("SELECT * FROM held FOR UPDATE"))
            print("ready", flush=True)
            await asyncio.sleep(600)

asyncio.run(main())
"""
_LISTENS = """
import asyncio
from kiosk.resources import open_resources
from kiosk.settings import Settings

async def main():
    async with open_resources(Settings()) as resources:
        async with resources.database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            print("ready", flush=True)
            while not raw.driver_connection.is_closed():
                await asyncio.sleep(0.1)
            print("lost", flush=True)

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _namespaces() -> None:
    if reason := why_not():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cut") / "shop"
    kill_project.create(folder, None)
    return folder


@contextmanager
def _far_away(
    project: Path, store: Database, there: Place, script: str
) -> Iterator[subprocess.Popen[str]]:
    """Yield a process of the project on a machine of its own, once it is ready."""
    url = store.url_at(there.links[0].outside)
    process = subprocess.Popen(
        [*there.prefix, sys.executable, "-c", script],
        cwd=project,
        env={**os.environ, "PYTHONPATH": f"{project / 'src'}", "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


async def _held(store: Database) -> None:
    connection = await store.connect()
    await connection.execute("CREATE TABLE held AS SELECT 1 AS one")
    await connection.close()


async def _seconds_until_free(store: Database) -> float:
    """Return how long a row is another one's."""
    began = time.monotonic()
    connection = await store.connect()
    while time.monotonic() - began < _PATIENCE_SECONDS:
        try:
            await connection.execute("SELECT * FROM held FOR UPDATE NOWAIT")
            break
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(0.5)
    await connection.close()
    return time.monotonic() - began


def test_what_a_lost_machine_had_taken_is_soon_free(project: Path) -> None:
    with database() as store, place(1, 1) as there:
        asyncio.run(_held(store))
        with _far_away(project, store, there, _HOLDS) as process:
            there.links[0].cut()
            process.kill()  # whatever it says in parting is lost
            process.wait()
            assert asyncio.run(_seconds_until_free(store)) < _PATIENCE_SECONDS


def test_a_connection_that_waits_learns_that_the_server_is_gone(project: Path) -> None:
    with database() as store, place(1, 1) as there:
        asyncio.run(_held(store))
        with _far_away(project, store, there, _LISTENS) as process:
            there.links[0].cut()
            said, _ = process.communicate(timeout=_PATIENCE_SECONDS)
            assert said == "lost\n"


@pytest.mark.parametrize("lasts", [(1, 6), (12, 30)], ids=["short", "long"])
def test_nothing_is_lost_where_the_database_is_out_of_reach(
    tmp_path: Path, lasts: tuple[float, float]
) -> None:
    outcome = run(Plan(seed=3, seconds=90, kills=False, cuts=lasts), tmp_path)
    assert not outcome.faults, outcome


def test_nothing_is_lost_with_the_machine_of_the_database(tmp_path: Path) -> None:
    plan = Plan(seed=4, seconds=60, kills=False, lost=True, between=(6, 12))
    outcome = run(plan, tmp_path)
    assert not outcome.faults, outcome
    assert outcome.placed, outcome
