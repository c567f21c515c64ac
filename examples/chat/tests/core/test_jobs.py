"""What becomes of jobs: when they are done, how often, in which order, and by whom."""

import asyncio
import datetime as dt
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import FastAPI

from chat.core.context import utc_now
from chat.core.db.database import Database
from chat.core.db.unit_of_work import reading, unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.jobs.claims import Lane, claiming
from chat.core.jobs.enqueue import Wanted, enqueue, enqueue_all
from chat.core.jobs.job import Job, JobError, LeaseLostError, PermanentError, Run
from chat.core.jobs.queue import Claim, Queue, complete
from chat.core.jobs.runner import Limits, backoff
from chat.models.base import Base as Tables
from chat.settings import Settings
from tests.core import killed_worker
from tests.core.queued import (
    PATIENCE_SECONDS,
    Base,
    Effect,
    Given,
    Worker,
    effects,
    write,
)
from tests.core.tables import work_on

JOB = Job("core_job", Given, backoff=0.01)
OTHER = Job("core_other", backoff=0.01)


@pytest.fixture
def worker(app: FastAPI, emptied: Database) -> Worker:
    return Worker(resources_of(app))


@pytest_asyncio.fixture
async def written(database: Database) -> AsyncIterator[None]:
    """The table of what jobs have done, which is gone after the test."""
    async with work_on(database, Base.metadata):
        yield


async def test_a_job_is_there_only_where_its_transaction_is_committed(
    worker: Worker,
) -> None:
    with pytest.raises(LookupError):
        async with unit_of_work(worker.resources) as work:
            assert await enqueue(work, JOB, Given(text="lost"))
            raise LookupError
    assert await worker.rows() == []
    async with worker.runs(JOB):
        await worker.put(JOB, "kept")
        await worker.until()
    assert worker.done == ["kept"]


async def test_what_a_job_writes_is_stored_with_its_end(
    worker: Worker, written: None
) -> None:
    def fails_once(run: Run, data: Given) -> Any:
        async def done() -> None:
            await write(run, f"{data.text} {run.attempt}")
            if run.attempt == 1:
                raise LookupError

        return done()

    worker.does = fails_once
    await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until()
    assert await effects(worker.resources) == ["a 2"]


async def test_many_jobs_are_each_done_once_by_many_workers(worker: Worker) -> None:
    async with unit_of_work(worker.resources) as work:
        texts = [f"{n}" for n in range(60)]
        wanted = [Wanted(job=JOB, payload=Given(text=text)) for text in texts]
        assert len(await enqueue_all(work, wanted)) == len(texts)
        assert await enqueue_all(work, []) == []
    async with worker.runs(JOB), worker.runs(JOB), worker.runs(JOB):
        await worker.until()
    assert sorted(worker.done) == sorted(texts)


async def test_a_job_that_fails_is_tried_again_and_then_dead(worker: Worker) -> None:
    def fails(_run: Run, _data: Given) -> None:
        raise LookupError("no such thing")

    worker.does = fails
    job = Job(JOB.name, Given, attempts=3, backoff=0.01)
    await worker.put(job, "a")
    async with worker.runs(job):
        (row,) = await worker.until("dead")
    assert worker.done == ["a"] * 3
    assert (row["failures"], row["error"]) == (3, "LookupError: no such thing")


async def test_a_permanent_failure_is_not_tried_again(worker: Worker) -> None:
    def fails(_run: Run, _data: Given) -> None:
        raise PermanentError("It is gone.")

    worker.does = fails
    await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until("dead")
    assert worker.done == ["a"]


async def test_a_payload_that_does_not_fit_any_more_ends_as_an_error(
    worker: Worker,
) -> None:
    class Stricter(Given):
        needed: int

    await worker.put(JOB, "a")
    async with worker.runs(Job(JOB.name, Stricter, attempts=1)):
        (row,) = await worker.until("dead")
    assert "needed" in row["error"]


async def test_an_attempt_that_takes_too_long_is_ended(worker: Worker) -> None:
    worker.does = lambda _run, _data: asyncio.sleep(60)
    job = Job(JOB.name, Given, attempts=1, timeout=0.05)
    await worker.put(job, "a")
    async with worker.runs(job):
        (row,) = await worker.until("dead")
    assert row["error"] == "TimeoutError: it took more than 0.05 seconds."


def test_attempts_come_ever_later_up_to_an_hour() -> None:
    job = Job("core_job", backoff=10)
    for failures, longest in ((1, 10), (2, 20), (5, 160), (30, 3600)):
        assert longest / 2 <= backoff(job, failures) <= longest


async def test_a_key_is_taken_until_its_job_is_done(worker: Worker) -> None:
    assert await worker.put(JOB, "a", unique_key="k")
    assert await worker.put(JOB, "b", unique_key="k") is None
    assert await worker.put(OTHER, unique_key="k")  # keys are those of a name
    async with worker.runs(JOB, OTHER):
        await worker.until()
    assert await worker.put(JOB, "c", unique_key="k")


async def test_a_key_counts_for_longer_where_that_is_said(worker: Worker) -> None:
    day = dt.timedelta(days=1)
    await worker.put(JOB, "a", unique_key="k", unique_for=day)
    async with worker.runs(JOB):
        (row,) = await worker.until("done")
    assert await worker.put(JOB, "b", unique_key="k") is None
    queue = Queue(worker.resources.database, "", 1)
    assert await queue.sweep(utc_now()) == 0
    assert await queue.sweep(row["due_at"] + day) == 1
    assert await worker.put(JOB, "c", unique_key="k")


async def test_jobs_of_an_ordering_key_are_done_one_after_the_other(
    worker: Worker,
) -> None:
    at_once = 0

    def alone(run: Run, data: Given) -> Any:
        async def done() -> None:
            nonlocal at_once
            at_once += 1
            assert at_once == 1
            await asyncio.sleep(0)
            at_once -= 1
            if data.text == "1" and run.attempt == 1:
                raise LookupError  # the others wait until it is done

        return done()

    worker.does = alone
    for n in range(4):
        await worker.put(JOB, f"{n}", ordering_key="order")
    async with worker.runs(JOB), worker.runs(JOB):
        await worker.until()
    assert worker.done == ["0", "1", "1", "2", "3"]


async def test_those_with_a_higher_priority_start_first(worker: Worker) -> None:
    urgent = Job(OTHER.name, priority=1)
    await worker.put(JOB, "low", priority=-1)
    await worker.put(JOB, "usual")
    await worker.put(urgent)
    await worker.put(JOB, "high", priority=2)
    worker.limits = Limits(concurrency=1, poll=0.02)
    async with worker.runs(JOB, urgent):
        await worker.until()
    assert worker.done == ["high", urgent.name, "usual", "low"]


@pytest.mark.parametrize(
    "limits, concurrency, most",
    [
        (Limits(poll=0.02), 2, 2),
        (Limits(poll=0.02, concurrency=3), 0, 3),
        (Limits(poll=0.02, queues={"default": 1}), 4, 1),
    ],
)
async def test_so_many_run_at_once_and_no_more(
    worker: Worker, limits: Limits, concurrency: int, most: int
) -> None:
    running: list[int] = []
    at_once = 0

    def count(_run: Run, _data: Given) -> Any:
        async def done() -> None:
            nonlocal at_once
            at_once += 1
            running.append(at_once)
            await asyncio.sleep(0.03)
            at_once -= 1

        return done()

    worker.does, worker.limits = count, limits
    job = Job(JOB.name, Given, concurrency=concurrency)
    for n in range(2 * most):
        await worker.put(job, f"{n}")
    async with worker.runs(job):
        await worker.until()
    assert max(running) == most


async def test_a_worker_leaves_other_queues_and_unknown_jobs_alone(
    worker: Worker,
) -> None:
    mail = Job(OTHER.name, queue="mail")
    worker.limits = Limits(poll=0.02, queues={"mail": 1})
    for job in (mail, JOB, Job("core_unknown")):
        await worker.put(job)
    async with worker.runs(mail, JOB):
        await worker.until("queued", "queued")
    assert worker.done == [mail.name]


async def test_a_job_that_was_renamed_is_done_by_its_new_name(worker: Worker) -> None:
    await worker.put(OTHER)
    renamed = Job("core_renamed", was=OTHER.name)
    async with worker.runs(renamed):
        await worker.until()
    assert worker.done == [renamed.name]


async def test_a_job_waits_until_it_is_to_run(worker: Worker) -> None:
    later = utc_now() + dt.timedelta(seconds=0.2)
    await worker.put(JOB, "later", run_at=later)
    assert await worker.states() == ["scheduled"]
    await worker.put(JOB, "now")
    async with worker.runs(JOB):
        await worker.until()
    assert worker.done == ["now", "later"]
    assert utc_now() >= later


async def test_a_job_whose_deadline_is_over_is_not_started(worker: Worker) -> None:
    job = Job(JOB.name, Given, deadline=0.001)
    await worker.put(job, "late")
    await asyncio.sleep(0.01)
    async with worker.runs(job):
        (row,) = await worker.until("dead")
    assert worker.done == []
    assert "deadline" in row["error"]


async def test_a_payload_may_be_written_already(worker: Worker) -> None:
    async with unit_of_work(worker.resources) as work:
        await enqueue_all(work, [Wanted(job=JOB, written='{"text": "a"}')])
    async with worker.runs(JOB):
        await worker.until()
    assert worker.done == ["a"]


@pytest.mark.parametrize("key", ["", "k" * 201])
async def test_keys_have_some_characters(worker: Worker, key: str) -> None:
    with pytest.raises(JobError, match="1 to 200"):
        await worker.put(JOB, "a", unique_key=key)


async def test_a_job_is_not_enqueued_by_who_only_reads(worker: Worker) -> None:
    async with reading(worker.resources) as work:
        with pytest.raises(JobError, match="that writes"):
            await enqueue(work, OTHER)


async def test_a_job_is_given_what_it_takes(worker: Worker) -> None:
    async with unit_of_work(worker.resources) as work:
        with pytest.raises(JobError, match="is given nothing"):
            await enqueue(work, OTHER, Given())
        with pytest.raises(JobError, match="is given Given"):
            await enqueue(work, JOB)


async def test_a_job_acts_as_the_system(worker: Worker) -> None:
    seen: list[Any] = []
    worker.does = lambda run, _data: seen.append(run.work.context.principal)
    await worker.put(OTHER)
    async with worker.runs(OTHER):
        await worker.until()
    assert {each.grants.kind for each in seen} == {"system"}


# Workers that end


def test_postgresql_claims_jobs_in_one_statement_and_waits_for_nobody() -> None:
    dialect = sa.make_url("postgresql+asyncpg://").get_dialect()()
    sql = f"{claiming(('state',)).compile(dialect=dialect)}"
    assert sql.count("FOR UPDATE OF jobs SKIP LOCKED") == 1
    assert "LATERAL" in sql


async def _claimed(worker: Worker, name: str, lease: float) -> tuple[Queue, Claim]:
    queue = Queue(worker.resources.database, name, lease)
    lane = Lane(JOB.name, JOB.name, 10, "default", 10)
    (claim,) = await queue.claim([lane], 10, utc_now())
    return queue, claim


async def test_a_worker_that_was_taken_for_dead_changes_nothing_any_more(
    worker: Worker, written: None
) -> None:
    await worker.put(JOB, "a")
    queue, claim = await _claimed(worker, "slow", 0.001)
    await asyncio.sleep(0.01)
    async with worker.runs(JOB):
        await worker.until()
    assert worker.done == ["a"]
    with pytest.raises(LeaseLostError):
        async with unit_of_work(worker.resources) as work:
            work.session.add(Effect(text="twice"))
            await complete(work.session, claim, utc_now())
    assert await effects(worker.resources) == []
    now = utc_now()
    assert not await queue.fail(claim, "late", now, 0)
    assert await queue.renew([claim], now) == {claim.id}
    assert await queue.finish([claim], now) == {claim.id}
    await queue.give_back([claim], now)
    assert await worker.rows() == []


async def test_a_lease_is_renewed_as_long_as_the_job_runs(worker: Worker) -> None:
    async def until_renewed(_run: Run, _data: Given) -> None:
        (first,) = await worker.rows()
        while (await worker.rows())[0]["due_at"] == first["due_at"]:
            await asyncio.sleep(0.02)

    worker.does = until_renewed
    worker.limits = Limits(poll=0.02, lease=3)
    await worker.put(JOB, "long")
    async with worker.runs(JOB), worker.runs(JOB):
        await worker.until()
    assert worker.done == ["long"]


async def test_a_job_that_was_taken_away_is_cancelled(worker: Worker) -> None:
    cancelled = asyncio.Event()

    def hangs(run: Run, _data: Given) -> Any:
        async def done() -> None:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cancelled.set()
                raise

        return done()

    worker.does = hangs
    worker.limits = Limits(poll=0.02, lease=0.15)
    number = await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until("running")
        jobs = Tables.metadata.tables["jobs"]
        async with unit_of_work(worker.resources) as work:
            await work.session.execute(sa.delete(jobs).where(jobs.c.id == number))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await cancelled.wait()


async def test_a_worker_that_stops_ends_what_it_has_begun(worker: Worker) -> None:
    stopping = asyncio.Event()
    worker.does = lambda _run, _data: stopping.wait()
    for text in "ab":
        await worker.put(JOB, text)
    worker.limits = Limits(concurrency=1, poll=0.02)
    async with worker.runs(JOB):
        await worker.until("running", "queued")
        asyncio.get_running_loop().call_soon(stopping.set)
    assert worker.done == ["a"]
    assert await worker.states() == ["queued"]


async def test_a_worker_that_may_not_end_it_returns_it(worker: Worker) -> None:
    worker.does = lambda _run, _data: asyncio.sleep(60)
    await worker.put(JOB, "a")
    task = asyncio.create_task(worker.runner([JOB]).run(asyncio.Event()))
    await worker.until("running")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (row,) = await worker.rows()
    assert (row["state"], row["failures"]) == ("queued", 0)


async def test_a_job_whose_workers_keep_dying_is_dead_itself(worker: Worker) -> None:
    job = Job(JOB.name, Given, attempts=1)
    await worker.put(job, "a")
    await _claimed(worker, "dead", 0.001)
    await asyncio.sleep(0.01)
    async with worker.runs(job):
        (row,) = await worker.until("dead")
    assert worker.done == []
    assert row["error"].startswith("Its worker ended without it")


async def test_a_job_of_a_killed_process_is_done_by_another_one_and_once(
    worker: Worker, written: None, migrated: Settings
) -> None:
    job = killed_worker.JOB
    await worker.put(job, "whole")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", killed_worker.__name__, migrated.database_url),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(6 * PATIENCE_SECONDS):
        assert await process.stdout.readline() == b"begun\n"
    process.kill()
    await process.wait()
    assert await worker.states() == ["running"]

    def whole(run: Run, data: Given) -> Any:
        return write(run, f"{data.text} {run.attempt}")

    worker.does = whole
    async with worker.runs(job):
        await worker.until()
    assert await effects(worker.resources) == ["whole 2"]


async def test_a_worker_is_told_by_others_of_new_jobs(worker: Worker) -> None:
    if worker.resources.database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells nobody: its workers poll")
    worker.limits = Limits(poll=60)
    async with worker.runs(JOB):
        await asyncio.sleep(0.3)  # until it listens
        async with unit_of_work(worker.resources) as work:
            await enqueue(work, JOB, Given(text="a"))
            work.after.clear()  # as a process does that has no worker
        await worker.until()
    assert worker.done == ["a"]


async def test_a_worker_goes_on_when_the_database_was_away(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0
    claim, finish = Queue.claim, Queue.finish

    async def away(*said: Any) -> Any:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise ConnectionError
        return await claim(*said)

    async def never(*_said: Any) -> Any:
        monkeypatch.setattr(Queue, "finish", finish)
        raise ConnectionError

    monkeypatch.setattr(Queue, "claim", away)
    monkeypatch.setattr(Queue, "finish", never)
    worker.limits = Limits(poll=0.02, lease=1)
    await worker.put(JOB, "a")
    async with worker.runs(JOB):
        await worker.until()
    assert worker.done == ["a", "a"]  # the first one's end was not stored
