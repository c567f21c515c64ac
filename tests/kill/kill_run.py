"""A shop under load whose parts are killed, from its first order until all is quiet."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import kill_asked
import kill_checker
import kill_tables
from kill_asked import Notebook
from kill_clients import Client, Load
from kill_database import Database, database
from kill_killer import Killer
from kill_processes import Part, application, worker
from kill_project import WITNESS, create

QUIET_SECONDS = 240.0
"""What has not been done by then is stuck."""
_ENVIRONMENT = {
    "LOG_LEVEL": "WARNING",
    "JOBS_LEASE_SECONDS": "5",
    "DATABASE_STATEMENT_TIMEOUT": "10",
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is done to a shop."""

    seed: int
    seconds: float
    orders: int = 0
    broker: str | None = None
    clients: int = 6
    between: tuple[float, float] = (0.5, 3.0)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it."""

    faults: Sequence[str]
    placed: int
    answers: Counter[str]
    changes: int
    deaths: Counter[str]
    loaded: float
    """The seconds of the load."""
    waited: float
    """The seconds until all was quiet."""

    def __str__(self) -> str:
        told = (
            f"{self.placed} orders placed in {self.loaded:.0f} s, {self.changes} changes, "
            f"answers {dict(self.answers)}, quiet after {self.waited:.1f} s; "
            f"{dict(self.deaths)}"
        )
        return "\n".join([told, *self.faults[:40]])


def run(plan: Plan, folder: Path) -> Outcome:
    """Do in a folder what a plan says, and judge what came of it."""
    with ExitStack() as stack:
        shop = folder / "shop"
        create(shop, plan.broker)
        store = stack.enter_context(database())
        environment = {**_ENVIRONMENT, "DATABASE_URL": store.url}
        parts = [
            *(application(shop, each, environment) for each in range(2)),
            *(worker(shop, each, environment) for each in range(2)),
        ]
        for each in parts:
            stack.callback(each.kill)
        asyncio.run(_prepared(store))
        _migrate(shop, environment)
        asyncio.run(_witnessed(store))
        return asyncio.run(_Trial(plan, folder, store, parts).outcome())


async def _prepared(store: Database) -> None:
    await (await store.connect()).close()


async def _witnessed(store: Database) -> None:
    connection = await store.connect()
    await connection.execute(WITNESS)
    await connection.close()


def _migrate(shop: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=shop,
        env={**os.environ, "PYTHONPATH": str(shop / "src"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class _Trial:
    """One run of a plan."""

    def __init__(
        self, plan: Plan, folder: Path, store: Database, parts: Sequence[Part]
    ) -> None:
        self._plan = plan
        self._notes = folder / "asked.jsonl"
        self._store = store
        self._parts = [*parts, store]
        self._killer = Killer(
            parts=self._parts,
            chance=random.Random(plan.seed),
            file=folder / "killed.jsonl",
            between=plan.between,
        )

    async def outcome(self) -> Outcome:
        await asyncio.to_thread(self._all_run)
        load = await self._loaded()
        loaded = time.monotonic() - load.began
        await asyncio.to_thread(self._all_run)
        waited = await kill_tables.quiet(self._store, QUIET_SECONDS)
        asked = [*kill_asked.read(self._notes)]
        tables = await kill_tables.read(self._store)
        return Outcome(
            faults=kill_checker.faults(tables, asked),
            placed=load.placed,
            answers=Counter(each.answer for each in asked),
            changes=len(tables.seen),
            deaths=self._killer.deaths,
            loaded=loaded,
            waited=waited,
        )

    async def _loaded(self) -> Load:
        """Have clients order, and the killer kill, until there was enough of it."""
        plan, stop, notebook = self._plan, asyncio.Event(), Notebook(self._notes)
        apps = [
            f"http://{each.address[0]}:{each.address[1]}"
            for each in self._parts
            if each.name.startswith("app")
        ]
        load = Load(plan.seconds, plan.orders)
        killing = asyncio.create_task(self._killer.run(stop))
        clients = [
            Client(each, plan.seed, apps, notebook).run(load)
            for each in range(plan.clients)
        ]
        await asyncio.gather(*clients)
        stop.set()
        await killing
        notebook.close()
        return load

    def _all_run(self) -> None:
        for each in self._parts:
            each.wait()
