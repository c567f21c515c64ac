"""Runs jobs: claims what there is room for, does it, and ends it once."""

import asyncio
import datetime as dt
import os
import random
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from uuid import uuid4

import sqlalchemy as sa
import structlog
from pydantic_core import from_json
from sqlalchemy.orm import Session

from chat.core.context import Context, request_id, utc_now
from chat.core.db.unit_of_work import unit_of_work
from chat.core.events.older_jobs import given
from chat.core.security.principal import SYSTEM
from chat.resources import Resources
from chat.settings import Settings

from . import metrics
from .claims import Lane
from .housekeeping import Housekeeping
from .job import Handler, Job, LeaseLostError, PermanentError, Run
from .queue import Claim, Queue, complete
from .wake import Alarm

_logger = structlog.stdlib.get_logger(__name__)
_LONGEST_BACKOFF = 3600.0
_RENEWALS = 3  # of a lease, before it is over
_TOUCHED = "jobs.touched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a worker does at once, and how long it waits."""

    concurrency: int = 10
    queues: Mapping[str, int] = field(default_factory=dict)  # all, where none is named
    lease: float = 30
    poll: float = 1


@dataclass(slots=True)
class _Doing:
    """A job that runs."""

    claim: Claim
    job: Job
    task: asyncio.Task[None]
    is_over: bool = False  # its end is stored, and something of it still runs


def limits_of(settings: Settings) -> Limits:
    """Return what the settings say of it."""
    return Limits(
        concurrency=settings.jobs_concurrency,
        queues=settings.jobs_queues,
        lease=settings.jobs_lease_seconds,
        poll=settings.jobs_poll_seconds,
    )


class Runner:
    """Runs jobs until it is told to stop, and then those to their end that have begun."""

    def __init__(
        self,
        resources: Resources,
        jobs: Mapping[str, Job],
        handler: Handler,
        limits: Limits,
    ) -> None:
        self._resources = resources
        self._jobs = {name: job for job in jobs.values() for name in job.names}
        self._handler = handler
        self._limits = limits
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}-{uuid4().hex[:8]}"
        self._queue = Queue(resources.database, self.name, limits.lease)
        self._doing: dict[int, _Doing] = {}
        pooled = resources.settings.database_pooler == "transaction"
        self._alarm = Alarm(resources.database, listens=not pooled)
        self._ending: list[tuple[Claim, asyncio.Future[bool]]] = []
        self._to_end = asyncio.Event()
        # Two statements on many rows could wait for each other.
        self._alone = asyncio.Lock()
        self._house = Housekeeping(
            resources, self._queue, {job.name: job for job in jobs.values()}
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Run jobs until `stop` is set, and what runs then to its end.

        Where it is cancelled before that, others get what has not ended.
        """
        beside = [
            asyncio.create_task(each())
            for each in (self._keep_house, self._renew, self._end, self._listen)
        ]
        stopped = asyncio.create_task(self._wake_once(stop))
        async with self._alarm:
            try:
                await self._work(stop)
            finally:
                await self._leave([*beside, stopped])

    async def _wake_once(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._alarm.event.set()

    async def _leave(self, beside: list[asyncio.Task[None]]) -> None:
        """End all that still runs, and let others have what has not ended."""
        doing = [*self._doing.values()]
        tasks = [*(each.task for each in doing), *beside]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with logged("jobs_not_returned"):
            claims = [each.claim for each in doing]
            await self._queue.give_back(claims, utc_now())

    async def _work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self._alarm.event.clear()
            lanes = [*self._lanes()]
            room = self._limits.concurrency - len(self._doing)
            if lanes and room > 0:
                with logged("jobs_not_claimed"):
                    for each in await self._queue.claim(lanes, room, utc_now()):
                        self._start(each)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._limits.poll):
                    await self._alarm.event.wait()
        while self._doing:
            await asyncio.wait([each.task for each in self._doing.values()])

    def _lanes(self) -> Iterator[Lane]:
        """Yield what there is room for, by the names of jobs."""
        limits = self._limits
        of_jobs = Counter(each.job.name for each in self._doing.values())
        of_queues = Counter(each.job.queue for each in self._doing.values())
        for name, job in self._jobs.items():
            if limits.queues and job.queue not in limits.queues:
                continue
            queue = limits.queues.get(job.queue, limits.concurrency)
            queue -= of_queues[job.queue]
            most = (job.concurrency or limits.concurrency) - of_jobs[job.name]
            if most > 0 and queue > 0:
                yield Lane(name, job.name, most, job.queue, queue)

    def _start(self, claim: Claim) -> None:
        job = self._jobs[claim.name]
        task = asyncio.create_task(self._do(claim, job), name=f"job {claim.id}")
        self._doing[claim.id] = _Doing(claim, job, task)

        def over(_task: asyncio.Task[None]) -> None:
            del self._doing[claim.id]
            self._alarm.event.set()

        task.add_done_callback(over)

    # One job

    async def _do(self, claim: Claim, job: Job) -> None:
        """Do a job, and say how it ended; nothing is raised but its being cancelled."""
        request_id.set(claim.request_id)
        began = monotonic()
        metrics.WAIT.labels(job.name).observe(_seconds_since(claim.created_at))
        outcome = "done"
        try:
            if claim.deadline_at is not None and utc_now() > claim.deadline_at:
                raise PermanentError("Its deadline was over before it was started.")
            async with asyncio.timeout(job.timeout):
                await self._attempt(claim, job)
        except asyncio.CancelledError:
            outcome = "returned"
            raise
        except LeaseLostError:
            outcome = "lost"
            _logger.warning("job_lost", job=job.name, id=claim.id)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises
            outcome = "lost"  # unless the database can be told otherwise
            with logged("job_not_ended", job=job.name, id=claim.id):
                outcome = await self._failed(claim, job, error)
        finally:
            metrics.DURATION.labels(job.name).observe(monotonic() - began)
            metrics.ENDED.labels(job.name, outcome).inc()

    async def _attempt(self, claim: Claim, job: Job) -> None:
        async with unit_of_work(self._resources, _context(claim)) as work:
            payload = None
            if job.payload is not None:
                written = claim.payload
                if job.on:
                    written = await given(work, claim.id, job.on, written)
                payload = job.payload.model_validate(from_json(written))
            run = Run(
                id=claim.id,
                job=job,
                attempt=claim.failures + 1,
                created_at=claim.created_at,
                work=work,
            )
            await self._handler(run, payload)
            together = work.before or _TOUCHED in work.session.info
            if together:
                work.before_commit(lambda: complete(work.session, claim, utc_now()))
                work.after.insert(0, lambda: self._over(claim))
        if not together:
            await self._ended(claim)

    async def _over(self, claim: Claim) -> None:
        """Remember that the end of a job is stored, so that nothing of it is cancelled."""
        self._doing[claim.id].is_over = True

    async def _ended(self, claim: Claim) -> None:
        """End a job that wrote nothing, along with others."""
        ours: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._ending.append((claim, ours))
        self._to_end.set()
        if not await ours:
            raise LeaseLostError(f"Job {claim.id} is no longer this worker's.")

    async def _failed(self, claim: Claim, job: Job, error: Exception) -> str:
        """Have a job tried again, or give it up; return how it ended."""
        told = _told(error, job)
        over = isinstance(error, PermanentError) or claim.failures + 1 >= job.attempts
        after = None if over else backoff(job, claim.failures + 1)
        said = {"job": job.name, "id": claim.id, "attempt": claim.failures + 1}
        if not await self._queue.fail(claim, told, utc_now(), after):
            _logger.warning("job_lost", **said)
            return "lost"
        if after is None:
            _logger.error("job_dead", **said, error=told, exc_info=error)
            return "dead"
        _logger.warning("job_failed", **said, error=told, again_in=round(after, 1))
        return "failed"

    # Beside them

    async def _end(self) -> None:
        """End jobs that wrote nothing, as many at once as there are by then."""
        while True:
            await self._to_end.wait()
            self._to_end.clear()
            ending, self._ending = self._ending, []
            lost: set[int] | None = None
            with logged("jobs_not_ended"):
                claims = [claim for claim, _ in ending]
                async with self._alone:
                    lost = await self._queue.finish(claims, utc_now())
            for claim, ours in ending:
                if not ours.done():  # or it was cancelled meanwhile
                    ours.set_result(lost is not None and claim.id not in lost)

    async def _renew(self) -> None:
        """Renew the leases of what runs, long before they are over."""
        while True:
            await asyncio.sleep(self._limits.lease / _RENEWALS)
            doing = [*self._doing.values()]
            lost: set[int] = set()
            with logged("jobs_not_renewed"):
                claims = [each.claim for each in doing]
                async with self._alone:
                    lost = await self._queue.renew(claims, utc_now())
            for each in doing:
                if each.claim.id in lost and not each.is_over:
                    each.task.cancel()

    async def _keep_house(self) -> None:
        while True:
            with logged("jobs_not_kept"):
                if await self._house.keep():
                    self._alarm.event.set()
            await asyncio.sleep(self._limits.poll)

    async def _listen(self) -> None:
        while True:
            with logged("jobs_not_listened_for"):
                await self._alarm.listen()
            await asyncio.sleep(self._limits.poll)


@contextmanager
def logged(event: str, **said: object) -> Iterator[None]:
    """Log an error, and go on: the database may be back the next time."""
    try:
        yield
    except Exception:
        _logger.exception(event, **said)


@sa.event.listens_for(Session, "after_begin")
def _touch(session: Session, *_begun: object) -> None:
    """Remember that a session has used the database."""
    session.info[_TOUCHED] = True


def backoff(job: Job, failures: int) -> float:
    """Return the seconds until the next attempt: twice as many each time, less a part of them."""
    longest = min(job.backoff * 2.0 ** (failures - 1), _LONGEST_BACKOFF)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - nobody's secret


def _context(claim: Claim) -> Context:
    return Context(request_id=claim.request_id, principal=SYSTEM)


def _told(error: Exception, job: Job) -> str:
    if isinstance(error, TimeoutError) and not error.args:
        return f"TimeoutError: it took more than {job.timeout} seconds."
    return f"{type(error).__name__}: {error}"


def _seconds_since(moment: dt.datetime) -> float:
    return max(0.0, (utc_now() - moment).total_seconds())
