"""The jobs of the design: each has somebody who does it."""

import inspect

import pytest
from fastapi import FastAPI

from chat import jobs
from chat.core.db.database import Database
from chat.core.db.unit_of_work import UnitOfWork, unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.jobs.job import Job, JobError, JobHandlers, NotWrittenError, by_methods
from chat.core.jobs.loop import job_loop
from chat.jobs.handlers import Handlers
from tests.core.queued import Given, Worker


@pytest.mark.parametrize("job", jobs.JOBS.values(), ids=lambda job: job.name)
def test_each_job_has_a_method_that_takes_what_it_is_given(job: Job) -> None:
    method = getattr(Handlers, job.name)
    assert inspect.iscoroutinefunction(method)
    given = [*inspect.signature(method).parameters.values()][1:]
    assert [each.annotation for each in given] == [job.payload][: len(given)]
    assert len(given) == (job.payload is not None)


async def test_jobs_are_enqueued_by_name(app: FastAPI, emptied: Database) -> None:
    resources = resources_of(app)
    job = next(iter(jobs.JOBS.values()))
    payload = None if job.payload is None else job.payload.model_construct()
    async with unit_of_work(resources) as work:
        with pytest.raises(JobError, match="no job core_nothing"):
            await jobs.enqueue(work, "core_nothing")
        number = await jobs.enqueue(work, job.name, payload)
    (row,) = await Worker(resources).rows()
    assert (row["id"], row["name"]) == (number, job.name)


async def test_a_method_does_the_job_of_its_name(
    app: FastAPI, emptied: Database
) -> None:
    seen: list[object] = []

    class Own(JobHandlers):
        async def core_given(self, data: Given) -> None:
            seen.append(data.text)

        async def core_alone(self) -> None:
            seen.append(self.run.attempt)
            assert isinstance(self.work, UnitOfWork)
            raise self.not_written()

    given, alone = Job("core_given", Given), Job("core_alone")
    worker = Worker(resources_of(app))
    worker.does = by_methods(Own)
    await worker.put(given, "a")
    await worker.put(alone)
    async with worker.runs(given, alone):
        (row,) = await worker.until("dead")
    assert seen == ["a", 1]
    assert row["error"].startswith(NotWrittenError.__name__)


async def test_a_worker_does_them(app: FastAPI) -> None:
    assert callable(job_loop(resources_of(app)))
