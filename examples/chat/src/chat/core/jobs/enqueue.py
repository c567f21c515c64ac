"""Enqueues jobs in the caller's transaction: they are there if, and only if, it is committed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from chat.core.context import Context
from chat.core.db.unit_of_work import UnitOfWork
from chat.models.base import Base
from chat.models.jobs import JobRow

from .job import Job, JobError
from .wake import CHANNEL, wake

_JOBS = Base.metadata.tables[JobRow.__tablename__]
_LONGEST_KEY = 200
_NOTHING = "null"

_FREE = insert_postgresql(_JOBS).on_conflict_do_nothing()
_FREE_IN_SQLITE = insert_sqlite(_JOBS).on_conflict_do_nothing()
_NEW = {
    "postgresql": _FREE.returning(_JOBS.c.id),
    "sqlite": _FREE_IN_SQLITE.returning(_JOBS.c.id),
}
_TELL = sa.select(sa.func.pg_notify(CHANNEL, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A job that is asked for."""

    job: Job
    payload: BaseModel | None = None
    written: str | None = None
    """The payload as JSON, where it is that already; a worker reads it strictly."""
    unique_key: str | None = None
    """With it, the same job is not enqueued again while there is one that is not done."""
    unique_for: dt.timedelta | None = None
    """How long the key still counts once the job is done."""
    ordering_key: str | None = None
    """Jobs of a name that have the same one are done one after the other, as enqueued."""
    priority: int | None = None
    run_at: dt.datetime | None = None
    context: Context | None = None
    """For what it is done, where that is not what the caller works for."""


async def enqueue(
    work: UnitOfWork,
    job: Job,
    payload: BaseModel | None = None,
    *,
    unique_key: str | None = None,
    unique_for: dt.timedelta | None = None,
    ordering_key: str | None = None,
    priority: int | None = None,
    run_at: dt.datetime | None = None,
) -> int | None:
    """Enqueue a job, and return its number; None where the key is taken.

    Nothing is enqueued unless the caller's transaction is committed.
    """
    wanted = Wanted(
        job=job,
        payload=payload,
        unique_key=unique_key,
        unique_for=unique_for,
        ordering_key=ordering_key,
        priority=priority,
        run_at=run_at,
    )
    found = await enqueue_all(work, [wanted])
    return found[0] if found else None


async def enqueue_all(work: UnitOfWork, wanted: Sequence[Wanted]) -> list[int]:
    """Enqueue jobs in their order, and return the numbers of those whose keys were free."""
    if not wanted:
        return []
    now = work.context.clock()
    rows = [_row(work, each, now) for each in wanted]
    connection = await work.session.connection()
    if await connection.run_sync(_commits_each):
        raise JobError("A job is enqueued in a unit of work that writes.")
    dialect = connection.dialect.name
    result = await connection.execute(_NEW[dialect], rows)
    found = [number for (number,) in result]
    if found and any(each["state"] == "queued" for each in rows):
        if dialect == "postgresql":  # told to others once it is committed
            await connection.execute(_TELL)
        if wake not in work.after:
            work.after_commit(wake)
    return found


def _commits_each(connection: sa.Connection) -> bool:
    """Tell whether each statement is a transaction of its own, as where work only reads."""
    return connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"


def _row(work: UnitOfWork, wanted: Wanted, now: dt.datetime) -> dict[str, Any]:
    job, context = wanted.job, wanted.context or work.context
    for key in (wanted.unique_key, wanted.ordering_key):
        if key is not None and not 0 < len(key) <= _LONGEST_KEY:
            raise JobError(f"A key has 1 to {_LONGEST_KEY} characters.")
    due = wanted.run_at or now
    later = due > now
    deadline = due + dt.timedelta(seconds=job.deadline)
    priority = job.priority if wanted.priority is None else wanted.priority
    kept = wanted.unique_for
    return {
        "name": job.name,
        "state": "scheduled" if later else "queued",
        "rank": -priority,
        "payload": wanted.written or payload_of(job, wanted.payload),
        "unique_key": wanted.unique_key,
        "ordering_key": wanted.ordering_key,
        "due_at": due,
        "deadline_at": deadline if job.deadline else None,
        "kept_seconds": None if kept is None else round(kept.total_seconds()),
        "claims": 0,
        "failures": 0,
        "request_id": context.request_id,
        "created_at": now,
    }


def payload_of(job: Job, payload: BaseModel | None) -> str:
    """Return a payload as the table keeps it; raise JobError where it is not the job's."""
    if job.payload is None:
        if payload is not None:
            raise JobError(f"{job.name} is given nothing.")
        return _NOTHING
    if not isinstance(payload, job.payload):
        raise JobError(f"{job.name} is given {job.payload.__name__}.")
    return payload.model_dump_json(by_alias=True)
