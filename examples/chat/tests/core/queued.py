"""Jobs of the tests' own, and workers that do them in the tests' process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.unit_of_work import unit_of_work
from chat.core.jobs.enqueue import enqueue
from chat.core.jobs.job import Job, Run
from chat.core.jobs.runner import Limits, Runner
from chat.core.jobs.table import Table, Wanted
from chat.resources import Resources

PATIENCE_SECONDS = 10


class Base(DeclarativeBase):
    pass


class Effect(Base):
    """What a job has done."""

    __tablename__ = "core_effects"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(40))


class Given(BaseModel):
    """What jobs of the tests are given."""

    text: str = ""


@dataclass
class Worker:
    """Does jobs of the tests' own as they say."""

    resources: Resources
    limits: Limits = field(default_factory=lambda: Limits(poll=0.02, lease=30))
    does: Callable[[Run, Any], Any] = lambda _run, _data: None
    done: list[str] = field(default_factory=list)

    async def handle(self, run: Run, data: Any) -> None:
        """Do what the test says, and remember it."""
        self.done.append(data.text if data is not None else run.name)
        result = self.does(run, data)
        if result is not None:
            await result

    @asynccontextmanager
    async def runs(self, *jobs: Job) -> AsyncIterator[Runner]:
        """Do jobs as long as the block runs, and those to their end that have begun."""
        stop = asyncio.Event()
        runner = self.runner(jobs)
        task = asyncio.create_task(runner.run(stop))
        try:
            yield runner
        finally:
            stop.set()
            await task

    def runner(self, jobs: Iterable[Job]) -> Runner:
        """Return what does some jobs."""
        named = {job.name: job for job in jobs}
        return Runner(self.resources, named, self.handle, self.limits)

    async def put(self, job: Job, text: str | None = None, **said: Any) -> int | None:
        """Enqueue a job in a transaction of its own."""
        given = None if job.payload is None else Given(text=text or "")
        async with unit_of_work(self.resources) as work:
            return await enqueue(work, job, given, **said)

    async def rows(self, **said: Any) -> list[dict[str, Any]]:
        """Return the jobs that there are, the first ones first."""
        found = await Table(self.resources.database).rows(Wanted(**said), 1000)
        return found[::-1]

    async def states(self) -> list[str]:
        """Return the states of the jobs that there are."""
        return [row["state"] for row in await self.rows()]

    async def until(self, *states: str) -> list[dict[str, Any]]:
        """Wait until the jobs have these states, and return them."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.states() != [*states]:
                await asyncio.sleep(0.01)
        return await self.rows()

    async def until_done(self, count: int) -> None:
        """Wait until so many jobs were begun, and all of them are gone."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.done) < count or await self.states():
                await asyncio.sleep(0.01)


async def effects(resources: Resources) -> list[str]:
    """Return what jobs have done, as the database has it."""
    async with resources.database.reading() as session:
        return [*await session.scalars(sa.select(Effect.text).order_by(Effect.id))]


async def write(run: Run, text: str) -> None:
    """Write something in the transaction of a job."""
    run.work.session.add(Effect(text=text))
    await run.work.session.flush()
