"""When jobs start by themselves."""

import datetime as dt
from itertools import islice

import pytest
from fastapi import FastAPI

from chat.core.db.database import Database
from chat.core.db.unit_of_work import unit_of_work
from chat.core.http.dependencies import resources_of
from chat.core.jobs import housekeeping
from chat.core.jobs.housekeeping import fire
from chat.core.jobs.job import Job
from chat.core.jobs.runner import Limits
from chat.core.jobs.schedule import Schedule
from tests.core.queued import Worker

NIGHTLY = Job("core_nightly", schedule=Schedule("0 3 * * *"))
BERLIN = "Europe/Berlin"


@pytest.fixture
def worker(app: FastAPI, emptied: Database) -> Worker:
    return Worker(resources_of(app))


def _utc(*said: int) -> dt.datetime:
    return dt.datetime(*said, tzinfo=dt.UTC)  # type: ignore[misc, arg-type]


def _next(schedule: Schedule, after: dt.datetime, count: int) -> list[str]:
    found = islice(schedule.after(after), count)
    return [f"{each:%d %H:%M}" for each in found]


def test_a_schedule_is_in_its_time_zone() -> None:
    summer, winter = _utc(2026, 7, 1), _utc(2026, 12, 1)
    schedule = Schedule("0 3 * * *", BERLIN)
    assert _next(schedule, summer, 1) == ["01 01:00"]
    assert _next(schedule, winter, 1) == ["01 02:00"]
    assert _next(Schedule("0 3 * * *"), summer, 1) == ["01 03:00"]


def test_what_falls_into_the_hour_that_is_left_out_comes_once_it_is_over() -> None:
    # On 29 March clocks go from 02:00 to 03:00, which is 01:00 UTC.
    found = _next(Schedule("30 2 * * *", BERLIN), _utc(2026, 3, 28), 3)
    assert found == ["28 01:30", "29 01:00", "30 00:30"]


def test_what_falls_into_the_hour_that_comes_twice_comes_once() -> None:
    # On 25 October clocks go from 03:00 to 02:00, which is 01:00 UTC.
    found = _next(Schedule("30 2 * * *", BERLIN), _utc(2026, 10, 24), 3)
    assert found == ["24 00:30", "25 00:30", "26 01:30"]


def test_what_comes_every_so_many_minutes_goes_on_as_if_nothing_were() -> None:
    schedule = Schedule("*/30 * * * *", BERLIN)
    forward = _next(schedule, _utc(2026, 3, 29, 0), 4)
    assert forward == ["29 00:30", "29 01:00", "29 01:30", "29 02:00"]
    back = _next(schedule, _utc(2026, 10, 25, 0), 4)
    assert back == ["25 00:30", "25 01:00", "25 01:30", "25 02:00"]


def test_of_what_was_missed_the_latest_are_known() -> None:
    schedule = Schedule("* * * * *")
    missed = schedule.missed(_utc(2026, 1, 1), _utc(2026, 1, 1, 0, 10), most=3)
    assert [each.minute for each in missed] == [8, 9, 10]


async def _fired(worker: Worker, now: dt.datetime) -> bool:
    async with unit_of_work(worker.resources) as work:
        return await fire(work, NIGHTLY, now)


async def test_a_schedule_begins_when_it_is_first_seen_and_fires_once(
    worker: Worker,
) -> None:
    assert not await _fired(worker, _utc(2026, 1, 1, 12))
    assert not await _fired(worker, _utc(2026, 1, 2, 2, 59))
    assert await _fired(worker, _utc(2026, 1, 2, 3))
    assert not await _fired(worker, _utc(2026, 1, 2, 3))
    assert await worker.states() == ["queued"]


async def test_a_schedule_that_was_renamed_goes_on(worker: Worker) -> None:
    await _fired(worker, _utc(2026, 1, 1, 12))
    renamed = Job("core_renamed", schedule=NIGHTLY.schedule, was=NIGHTLY.name)
    async with unit_of_work(worker.resources) as work:
        assert await fire(work, renamed, _utc(2026, 1, 2, 3))


class _Log:
    """What is logged as a warning."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []

    def warning(self, event: str, *, count: int, **_said: object) -> None:
        self.told.append((event, count))


async def test_a_schedule_that_missed_some_fires_once_and_says_how_many(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = _Log()
    monkeypatch.setattr(housekeeping, "_logger", log)
    await _fired(worker, _utc(2026, 1, 1))
    assert await _fired(worker, _utc(2026, 1, 4, 4))
    assert await worker.states() == ["queued"]
    assert log.told == [("schedule_missed", 4)]


async def test_however_many_workers_there_are_a_schedule_fires_once(
    worker: Worker,
) -> None:
    await _fired(worker, _utc(2026, 1, 1))
    worker.limits = Limits(poll=0.02)
    async with worker.runs(NIGHTLY), worker.runs(NIGHTLY), worker.runs(NIGHTLY):
        await worker.until_done(1)
    assert worker.done == [NIGHTLY.name]
