"""What a job is, what one run of it knows, and what it may raise."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from chat.core.db.unit_of_work import UnitOfWork

from .schedule import Schedule


class JobError(Exception):
    """A job that can't be enqueued, or did not succeed."""


class PermanentError(JobError):
    """A failure that another attempt would not mend: the job is dead at once."""


class NotWrittenError(PermanentError):
    """The job is in the design, and its body is not written yet."""


class LeaseLostError(JobError):
    """Another worker has the job by now: what this one has done is rolled back."""


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work, and how it is run."""

    name: str
    payload: type[BaseModel] | None = None
    attempts: int = 5
    backoff: float = 10  # seconds before the second attempt; each time twice as long
    timeout: float = 300
    deadline: float = 0  # seconds after which it is not started any more; 0 for never
    queue: str = "default"
    priority: int = 0  # those with a higher one start first
    concurrency: int = 0  # how many run at once in a process; 0 for any number
    schedule: Schedule | None = None
    on: str = ""  # the event that it starts on
    was: str = ""  # the name by which older rows of it are in the table

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that it has in the table."""
        return (self.name, self.was) if self.was else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One attempt to do a job."""

    id: int
    job: Job
    attempt: int  # 1 for the first
    created_at: dt.datetime
    work: UnitOfWork

    @property
    def name(self) -> str:
        """Return what the job is called."""
        return self.job.name


Handler = Callable[[Run, Any], Awaitable[None]]
"""What does a job: it is given the run and the payload, which is None where it has none."""


class JobHandlers:
    """Methods that do jobs, each of the job's name; what they write is stored with its end."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.work = run.work

    def not_written(self) -> NotWrittenError:
        """Return what a job raises until somebody writes its body."""
        return NotWrittenError("This job is not written yet.")


def by_methods(handlers: type[JobHandlers]) -> Handler:
    """Return what does jobs by the methods of a class."""

    async def handle(run: Run, data: Any) -> None:
        method = getattr(handlers(run), run.name)
        await (method() if data is None else method(data))

    return handle


def by_name(*jobs: Job) -> dict[str, Job]:
    """Return jobs by their names."""
    return {job.name: job for job in jobs}
