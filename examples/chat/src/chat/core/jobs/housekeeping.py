"""What some worker does for all: delayed jobs, leases that are over, schedules, old rows."""

import datetime as dt
from collections.abc import Mapping
from time import monotonic

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from chat.core.context import utc_now
from chat.core.db.unit_of_work import UnitOfWork, unit_of_work
from chat.models.base import Base
from chat.models.jobs import JobSchedule
from chat.resources import Resources

from . import metrics
from .enqueue import enqueue
from .job import Job
from .queue import Queue

_logger = structlog.stdlib.get_logger(__name__)
_SCHEDULES = Base.metadata.tables[JobSchedule.__tablename__]
_BEGUN = insert_postgresql(_SCHEDULES).on_conflict_do_nothing()
_BEGUN_IN_SQLITE = insert_sqlite(_SCHEDULES).on_conflict_do_nothing()
_BEGIN = {"postgresql": _BEGUN, "sqlite": _BEGUN_IN_SQLITE}
_SWEEP_SECONDS = 60
_COUNT_SECONDS = 15
_ABANDONED = "Its worker ended without it, or could not reach the database for long."


class Housekeeping:
    """Does now and then what any worker may do."""

    def __init__(
        self, resources: Resources, queue: Queue, jobs: Mapping[str, Job]
    ) -> None:
        self._resources = resources
        self._queue = queue
        self._jobs = jobs
        self._names = {name: job for job in jobs.values() for name in job.names}
        self._next: dict[str, dt.datetime] = {}
        self._swept = self._counted = -float("inf")

    async def keep(self) -> int:
        """Do what is due; return how many jobs can be started since."""
        now = utc_now()
        started = await self._queue.start_due(now)
        started += await self._take_over(now)
        started += await self._fire(now)
        if monotonic() - self._swept > _SWEEP_SECONDS:
            await self._queue.sweep(now)
            self._swept = monotonic()
        if monotonic() - self._counted > _COUNT_SECONDS:
            await self._count()
            self._counted = monotonic()
        return started

    async def _take_over(self, now: dt.datetime) -> int:
        """Have jobs tried again whose workers are gone; that was an attempt, too."""
        claims = await self._queue.abandoned(now)
        for claim in claims:
            job = self._names.get(claim.name)
            over = job is not None and claim.failures + 1 >= job.attempts
            await self._queue.fail(claim, _ABANDONED, now, None if over else 0)
            _logger.warning("job_abandoned", job=claim.name, id=claim.id, dead=over)
        return len(claims)

    async def _fire(self, now: dt.datetime) -> int:
        """Enqueue jobs whose schedules say so; whichever worker is first does it."""
        fired = 0
        for name, job in self._jobs.items():
            if job.schedule is None or self._next.get(name, now) > now:
                continue
            async with unit_of_work(self._resources) as work:
                fired += await fire(work, job, now)
            self._next[name] = next(job.schedule.after(now))
        return fired

    async def _count(self) -> None:
        metrics.JOBS.clear()
        for name, state, count in await self._queue.counts():
            metrics.JOBS.labels(name, state).set(count)


async def fire(work: UnitOfWork, job: Job, now: dt.datetime) -> bool:
    """Enqueue a job if its schedule says so since the last time; return whether it was done.

    A schedule that is new begins now. One that has missed some of its moments, since no worker
    ran, starts its job once, and the log tells how many there were.
    """
    assert job.schedule is not None  # noqa: S101 - it is asked for those that have one
    connection = await work.session.connection()
    mine = _SCHEDULES.c.name == job.name
    before = sa.select(_SCHEDULES.c.last_at).where(_SCHEDULES.c.name == job.was)
    begun = sa.func.coalesce(
        before.scalar_subquery(), sa.literal(now, _SCHEDULES.c.last_at.type)
    )
    new = _BEGIN[connection.dialect.name].values(name=job.name, last_at=begun)
    await connection.execute(new)
    last = await connection.scalar(sa.select(_SCHEDULES.c.last_at).where(mine))
    assert last is not None  # noqa: S101 - it is there by now
    missed = job.schedule.missed(last, now)
    if not missed:
        return False
    moved = sa.update(_SCHEDULES).where(mine, _SCHEDULES.c.last_at == last)
    moved = moved.values(last_at=missed[-1]).returning(_SCHEDULES.c.name)
    if (await connection.execute(moved)).first() is None:
        return False  # another worker was first
    if len(missed) > 1:
        first = missed[0].isoformat()
        _logger.warning("schedule_missed", job=job.name, count=len(missed), first=first)
    await enqueue(work, job, ordering_key="schedule")
    return True
