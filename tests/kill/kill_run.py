"""A shop under load whose parts are killed, from its first order until all is quiet."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import kill_asked
import kill_checker
import kill_tables
from kill_asked import Notebook
from kill_brokers import Broker, broker
from kill_clients import Client, Load
from kill_cuts import Link, place
from kill_database import Database, database
from kill_killer import Cutter, Killer
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
    kills: bool = True
    cuts: tuple[float, float] | None = None
    """The seconds that a cut of a network lasts, if there are any."""
    lost: bool = False
    """The machines of PostgreSQL and of the broker are lost as well, and replaced."""
    between: tuple[float, float] = (0.5, 3.0)
    """The seconds between one blow and the next."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it."""

    faults: Sequence[str]
    placed: int
    answers: Counter[str]
    changes: int
    blows: Counter[str]
    loaded: float
    """The seconds of the load."""
    waited: float
    """The seconds until all was quiet."""

    def __str__(self) -> str:
        told = (
            f"{self.placed} orders placed in {self.loaded:.0f} s, {self.changes} changes, "
            f"answers {dict(self.answers)}, quiet after {self.waited:.1f} s; "
            f"{dict(self.blows)}"
        )
        return "\n".join([told, *self.faults[:40]])


@dataclass(frozen=True, slots=True)
class _Shop:
    """What runs, and what is between."""

    folder: Path
    store: Database
    parts: Sequence[Part]
    ways: Mapping[str, Link]


def run(plan: Plan, folder: Path) -> Outcome:
    """Do in a folder what a plan says, and judge what came of it."""
    with ExitStack() as stack:
        create(folder / "shop", plan.broker)
        store = stack.enter_context(database())
        carrier = None
        if plan.broker:
            carrier = stack.enter_context(broker(plan.broker, folder / plan.broker))
        if plan.lost:
            _move(stack, store, carrier)
        asyncio.run(_prepared(store))
        _migrate(folder / "shop", {"DATABASE_URL": store.url})
        asyncio.run(_witnessed(store))
        if carrier is not None:
            carrier.wait()
        shop = _laid_out(stack, plan, folder, store, carrier)
        return asyncio.run(_Trial(plan, shop).outcome())


def _move(stack: ExitStack, store: Database, carrier: Broker | None) -> None:
    """Have servers run on machines of their own; these outlast what runs there."""
    there = stack.enter_context(place(8, 1))
    stack.callback(store.kill)
    store.move(there)
    if carrier is not None:
        there = stack.enter_context(place(9, 1))
        for each in (carrier.part, *carrier.beside):
            stack.callback(each.kill)
            each.move(there)


def _laid_out(
    stack: ExitStack,
    plan: Plan,
    folder: Path,
    store: Database,
    carrier: Broker | None,
) -> _Shop:
    """Say what runs, each on a machine of its own where networks are cut."""
    parts: list[Part] = []
    ways: dict[str, Link] = {}
    kinds = itertools.product((application, worker), (0, 1))
    for number, (kind, each) in enumerate(kinds):
        there = stack.enter_context(place(number, 3)) if plan.cuts else None
        host = there.links[1].outside if there else store.address[0]
        environment = {**_ENVIRONMENT, "DATABASE_URL": store.url_at(host)}
        if carrier is not None:
            host = there.links[2].outside if there else carrier.part.address[0]
            environment["BROKER_URL"] = carrier.url_at(host)
        part = kind(folder / "shop", each, environment)
        if there is not None:
            part.prefix = there.prefix
            part.address = (there.links[0].inside, part.address[1])
            ways[f"{part.name} to database"] = there.links[1]
            if carrier is not None and kind is worker:
                ways[f"{part.name} to broker"] = there.links[2]
        stack.callback(part.kill)
        parts.append(part)
    servers = [store] if carrier is None else [store, carrier.part]
    return _Shop(folder, store, [*parts, *servers], ways)


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

    def __init__(self, plan: Plan, shop: _Shop) -> None:
        self._plan = plan
        self._shop = shop
        self._asked = shop.folder / "asked.jsonl"
        chance, file = random.Random(plan.seed), shop.folder / "blows.jsonl"
        between = plan.between
        self._killer = Killer(shop.parts, chance, file, between=between)
        if plan.broker:
            self._killer.still = (1, 14)  # longer than a lease of theirs, too
        if plan.lost and not plan.kills:
            self._killer.parts = [each for each in shop.parts if each.way is not None]
            self._killer.losses = 1
        lasts = plan.cuts or (0, 0)
        self._cutter = Cutter(shop.ways, chance, file, lasts, between=between)

    async def outcome(self) -> Outcome:
        await asyncio.to_thread(self._all_run)
        load = await self._loaded()
        loaded = time.monotonic() - load.began
        for each in self._apps:
            each.kill()  # with what it may still be doing for clients that have left
        await asyncio.to_thread(self._all_run)
        waited = await kill_tables.quiet(self._shop.store, QUIET_SECONDS)
        asked = [*kill_asked.read(self._asked)]
        tables = await kill_tables.read(self._shop.store)
        return Outcome(
            faults=kill_checker.faults(tables, asked),
            placed=load.placed,
            answers=Counter(each.answer for each in asked),
            changes=len(tables.seen),
            blows=self._killer.deaths + self._cutter.cuts,
            loaded=loaded,
            waited=waited,
        )

    async def _loaded(self) -> Load:
        """Have clients order, and blows fall, until there was enough of it."""
        plan, stop, notebook = self._plan, asyncio.Event(), Notebook(self._asked)
        apps = [f"http://{each.address[0]}:{each.address[1]}" for each in self._apps]
        load = Load(plan.seconds, plan.orders)
        blows = [
            asyncio.create_task(each.run(stop))
            for each, falls in (
                (self._killer, plan.kills or plan.lost),
                (self._cutter, plan.cuts),
            )
            if falls
        ]
        clients = [
            Client(each, plan.seed, apps, notebook).run(load)
            for each in range(plan.clients)
        ]
        await asyncio.gather(*clients)
        stop.set()
        await asyncio.gather(*blows)
        notebook.close()
        return load

    @property
    def _apps(self) -> list[Part]:
        return [each for each in self._shop.parts if each.name.startswith("app")]

    def _all_run(self) -> None:
        for each in self._shop.parts:
            each.wait()
