"""The table of jobs, as workers use it: claims, leases, ends.

A claim has a number, which counts up with each claim of a job. Whatever a worker says of a job
holds only as long as that number is the last one: a worker that was taken for dead, and is
not, changes nothing any more.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.db.database import Database
from chat.models.base import Base
from chat.models.jobs import JobRow

from .claims import CLAIMED, Lane, claim_postgresql, claim_sqlite
from .job import LeaseLostError

_JOBS = Base.metadata.tables[JobRow.__tablename__]
_BATCH = 100
_LONGEST_ERROR = 10_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that a worker has, for as long as it renews its lease."""

    id: int
    name: str
    number: int
    failures: int
    payload: str
    deadline_at: dt.datetime | None
    kept_seconds: int | None
    request_id: str
    created_at: dt.datetime

    @property
    def pair(self) -> tuple[int, int]:
        """Return what tells this claim from any other one."""
        return self.id, self.number


class Queue:
    """The table of jobs, on which one worker has its claims."""

    def __init__(self, database: Database, worker: str, lease: float) -> None:
        self._database = database
        self._worker = worker
        self._lease = dt.timedelta(seconds=lease)
        self._sqlite = database.engine.dialect.name == "sqlite"

    async def claim(
        self, lanes: Sequence[Lane], most: int, now: dt.datetime
    ) -> list[Claim]:
        """Take jobs that wait, the most urgent first, each for the time of a lease."""
        values = {
            "state": "running",
            "claims": _JOBS.c.claims + 1,
            "worker": self._worker,
            "started_at": now,
            "due_at": now + self._lease,
        }
        if not self._sqlite:
            async with self._alone() as session:
                connection = await session.connection()
                found = await claim_postgresql(connection, lanes, most, values)
                return [Claim(*row) for row in found]
        if not await self._waits(lanes):
            return []  # reading lets others write
        async with self._database.writing() as session, session.begin():
            connection = await session.connection()
            found = await claim_sqlite(connection, lanes, most, values)
        return [Claim(*row) for row in found]

    def _alone(self) -> AsyncSession:
        """Return a session on which each statement is a transaction of its own."""
        return self._database.reading()

    async def _waits(self, lanes: Iterable[Lane]) -> bool:
        names = [lane.name for lane in lanes]
        waiting = sa.select(_JOBS.c.id).where(
            _JOBS.c.state == "queued", _JOBS.c.name.in_(names)
        )
        async with self._database.reading() as session:
            return await session.scalar(waiting.limit(1)) is not None

    async def renew(self, claims: Sequence[Claim], now: dt.datetime) -> set[int]:
        """Renew leases; return the jobs of which there is no lease any more."""
        kept = await self._change(claims, {"due_at": now + self._lease})
        return {each.id for each in claims} - kept

    async def finish(self, claims: Sequence[Claim], now: dt.datetime) -> set[int]:
        """End jobs that wrote nothing, all at once; return those that are no longer ours."""
        async with self._alone() as session:
            return await _end(session, claims, now)

    async def fail(
        self, claim: Claim, error: str, now: dt.datetime, after: float | None
    ) -> bool:
        """Have a job tried again after some seconds; without any, it is dead.

        Return whether it was still ours.
        """
        again = after is not None
        due = now + dt.timedelta(seconds=after or 0)
        values = {
            "state": "scheduled" if again else "dead",
            "due_at": due,
            "failures": claim.failures + 1,
            "error": error[:_LONGEST_ERROR],
            "worker": None,
        }
        return bool(await self._change([claim], values))

    async def give_back(self, claims: Sequence[Claim], now: dt.datetime) -> None:
        """Let others have jobs that were not finished, as if nobody had tried."""
        values = {"state": "queued", "due_at": now, "worker": None}
        await self._change(claims, values)

    async def _change(
        self, claims: Sequence[Claim], values: dict[str, Any]
    ) -> set[int]:
        """Change jobs that are still ours, and return them."""
        if not claims:
            return set()
        changed = sa.update(_JOBS).where(_held(claims)).values(values)
        async with self._alone() as session:
            return {*await session.scalars(changed.returning(_JOBS.c.id))}

    # What no single worker does

    async def start_due(self, now: dt.datetime) -> int:
        """Queue jobs whose time has come; return how many."""
        due = _due("scheduled", now)
        return await self._in_batches(sa.update(_JOBS).values(state="queued"), due)

    async def sweep(self, now: dt.datetime) -> int:
        """Delete jobs that are done and whose keys no longer count; return how many."""
        return await self._in_batches(sa.delete(_JOBS), _due("done", now))

    async def _in_batches(
        self, change: sa.Update | sa.Delete, due: sa.Select[tuple[int]]
    ) -> int:
        async with self._database.reading() as session:
            if await session.scalar(due.limit(1)) is None:
                return 0
        done, count = 0, _BATCH
        while count == _BATCH:
            # What another worker has locked, it does itself.
            some = due.limit(_BATCH).with_for_update(skip_locked=True)
            async with self._database.writing() as session, session.begin():
                ids = [*await session.scalars(some)]
                if ids:
                    await session.execute(change.where(_JOBS.c.id.in_(ids)))
            count = len(ids)
            done += count
        return done

    async def abandoned(self, now: dt.datetime) -> list[Claim]:
        """Return jobs whose leases are over, claimed anew so that nobody else ends them."""
        over = _due("running", now).limit(_BATCH).with_for_update(skip_locked=True)
        async with self._database.reading() as session:
            if await session.scalar(_due("running", now).limit(1)) is None:
                return []
        values = {"claims": _JOBS.c.claims + 1, "due_at": now + self._lease}
        async with self._database.writing() as session, session.begin():
            ids = [*await session.scalars(over)]
            taken = sa.update(_JOBS).where(_JOBS.c.id.in_(ids)).values(values)
            found = await session.execute(taken.returning(*CLAIMED)) if ids else ()
            return [Claim(*row) for row in found]

    async def counts(self) -> list[tuple[str, str, int]]:
        """Return how many jobs there are, by name and state."""
        counted = sa.select(_JOBS.c.name, _JOBS.c.state, sa.func.count())
        async with self._database.reading() as session:
            rows = await session.execute(counted.group_by(_JOBS.c.name, _JOBS.c.state))
            return [(name, state, count) for name, state, count in rows]


async def complete(session: AsyncSession, claim: Claim, now: dt.datetime) -> None:
    """End a job in the transaction of its effects; raise LeaseLostError where it isn't ours."""
    if await _end(session, [claim], now):
        raise LeaseLostError(f"Job {claim.id} is no longer this worker's.")


async def _end(
    session: AsyncSession, claims: Sequence[Claim], now: dt.datetime
) -> set[int]:
    """Delete jobs, or keep those whose keys still count; return those that aren't ours."""
    gone = [each for each in claims if each.kept_seconds is None]
    ended: set[int] = set()
    if gone:
        ended.update(
            await session.scalars(
                sa.delete(_JOBS).where(_held(gone)).returning(_JOBS.c.id)
            )
        )
    for each in (each for each in claims if each.kept_seconds is not None):
        until = now + dt.timedelta(seconds=each.kept_seconds or 0)
        kept = sa.update(_JOBS).where(_held([each]))
        kept = kept.values(state="done", due_at=until, worker=None, error=None)
        ended.update(await session.scalars(kept.returning(_JOBS.c.id)))
    return {each.id for each in claims} - ended


def _held(claims: Iterable[Claim]) -> sa.ColumnElement[bool]:
    """Return that a row is one of some jobs, and the claim on it still the last one."""
    pairs = [each.pair for each in claims]
    return sa.and_(
        _JOBS.c.state == "running",
        sa.tuple_(_JOBS.c.id, _JOBS.c.claims).in_(pairs),
    )


def _due(state: str, now: dt.datetime) -> sa.Select[tuple[int]]:
    there = sa.select(_JOBS.c.id).where(_JOBS.c.state == state, _JOBS.c.due_at <= now)
    return there.order_by(_JOBS.c.due_at)
