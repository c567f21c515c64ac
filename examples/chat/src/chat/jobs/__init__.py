"""The jobs of the design, and how code asks for one; `handlers.py` says what they do."""

import datetime as dt

from pydantic import BaseModel

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.jobs import enqueue as core
from chat.core.jobs.job import Job, JobError, by_name

from . import payloads

__all__ = ["JOBS", "enqueue", "payloads"]

JOBS = by_name(
    Job(
        "notify_members",
        payloads.NotifyMembers,
        attempts=8,
        timeout=30,
        on="MessagePosted",
    ),
)
"""What may be enqueued, by name."""

_KNOWN = {name: job for job in JOBS.values() for name in job.names}


async def enqueue(
    work: UnitOfWork,
    name: str,
    payload: BaseModel | None = None,
    *,
    unique_key: str | None = None,
    unique_for: dt.timedelta | None = None,
    ordering_key: str | None = None,
    priority: int | None = None,
    run_at: dt.datetime | None = None,
) -> int | None:
    """Enqueue a job in the transaction of `work`, and return its number.

    With a `unique_key` that a job of the same name has, which is not done, or was not done for
    `unique_for`, nothing is enqueued, and None returned. Jobs of a name and an `ordering_key`
    are done one after the other. `run_at` has one wait.
    """
    if name not in _KNOWN:
        raise JobError(f"There is no job {name}.")
    return await core.enqueue(
        work,
        _KNOWN[name],
        payload,
        unique_key=unique_key,
        unique_for=unique_for,
        ordering_key=ordering_key,
        priority=priority,
        run_at=run_at,
    )
