"""Events start jobs: one of each that is for them, in the order of the events of a row."""

import hashlib
from collections.abc import Iterator, Sequence

from chat.core.context import Context
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.jobs.enqueue import Wanted, enqueue_all
from chat.core.jobs.job import Job
from chat.core.security.principal import SYSTEM
from chat.jobs import JOBS
from chat.models.events import EVENTS
from chat.models.outbox import OutboxEvent

from .completing import completed

_LONGEST_KEY = 200


async def start_jobs(work: UnitOfWork, events: Sequence[OutboxEvent]) -> None:
    """Enqueue the jobs that start on some events; of an event and a job never two."""
    wanted = []
    for event in events:
        name = today(event.name)
        jobs = [job for job in JOBS.values() if job.on == name]
        if jobs:
            data = await completed(work, event, EVENTS[name])
            wanted += [*_wanted(event, jobs, data)]
    await enqueue_all(work, wanted)


def _wanted(event: OutboxEvent, jobs: Sequence[Job], data: str) -> Iterator[Wanted]:
    for job in jobs:
        yield Wanted(
            job=job,
            written=data if job.payload else None,
            unique_key=str(event.id),
            ordering_key=order_of(event.aggregate_type, event.aggregate_id),
            context=_context(event),
        )


def today(name: str) -> str:
    """Return what an event is called today that was recorded by some name."""
    renamed = (each.name for each in EVENTS.values() if each.was == name)
    return name if name in EVENTS else next(renamed, name)


def order_of(aggregate_type: str, aggregate_id: str) -> str:
    """Return the key by which jobs for the events of a row come one after the other."""
    key = f"{aggregate_type}:{aggregate_id}"
    if len(key) <= _LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode()).hexdigest()


def _context(event: OutboxEvent) -> Context:
    return Context(request_id=event.request_id, principal=SYSTEM)
