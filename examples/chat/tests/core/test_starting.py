"""Events start jobs, each of those that are for them once."""

import asyncio
import sys

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.db.unit_of_work import unit_of_work
from chat.core.events.event import Event
from chat.core.events.older_jobs import given
from chat.core.events.relay import Relay
from chat.core.events.starting import start_jobs, today
from chat.core.http.dependencies import resources_of
from chat.core.jobs.job import Job
from chat.jobs import JOBS
from chat.models.events import EVENTS
from chat.models.jobs import JobRow
from chat.models.outbox import OutboxEvent
from chat.settings import Settings
from tests.core import killed_relay
from tests.core.waiting import PATIENCE_SECONDS, Waiting, runs
from tests.factory import create


def _on(event: str) -> list[Job]:
    return [job for job in JOBS.values() if job.on == event]


_CREATED = [each for each in EVENTS.values() if "create" in each.operations]


async def _jobs(session: AsyncSession) -> list[JobRow]:
    found = [*await session.scalars(sa.select(JobRow).order_by(JobRow.id))]
    await session.commit()
    return found


@pytest.mark.parametrize("name", [*EVENTS])
async def test_an_event_starts_the_jobs_that_are_for_it_once(
    app: FastAPI, session: AsyncSession, name: str
) -> None:
    resources = resources_of(app)
    await Waiting(resources).put("a", 1, 2, name=name)
    taken = [*await session.scalars(sa.select(OutboxEvent))]
    await session.commit()
    for _ in range(2):  # as what is delivered again
        async with unit_of_work(resources) as work:
            await start_jobs(work, taken)
    started = [(each.name, each.unique_key) for each in await _jobs(session)]
    wanted = [(job.name, str(each.id)) for each in taken for job in _on(name)]
    assert started == wanted
    keys = {each.ordering_key for each in await _jobs(session)}
    assert keys <= {"CoreRow:a"}


async def test_a_relay_that_is_killed_between_makes_no_twin_of_a_job(
    app: FastAPI, session: AsyncSession, migrated: Settings
) -> None:
    waiting = Waiting(resources_of(app))
    for name in EVENTS:
        await waiting.put("a", 1, 2, name=name)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", killed_relay.__name__, migrated.database_url),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(6 * PATIENCE_SECONDS):
        assert await process.stdout.readline() == b"begun\n"
    process.kill()
    await process.wait()
    assert await _jobs(session) == []
    assert len(await waiting.left()) == 2 * len(EVENTS)
    async with runs(Relay(waiting.resources, start_jobs, batch=3, poll=0.02)):
        await waiting.until()
    keys = [(each.name, each.unique_key) for each in await _jobs(session)]
    assert len(keys) == 2 * sum(len(_on(name)) for name in EVENTS)
    assert len(keys) == len({*keys})


async def test_rows_with_long_keys_have_an_order_too(
    app: FastAPI, session: AsyncSession
) -> None:
    resources = resources_of(app)
    for name in EVENTS:
        await Waiting(resources).put("x" * 300, 1, name=name)
    relay = Relay(resources, start_jobs, batch=100, poll=1)
    await relay.once()
    jobs = await _jobs(session)
    assert len(jobs) == sum(len(_on(name)) for name in EVENTS)
    assert all(len(each.ordering_key or "") == 64 for each in jobs)


@pytest.mark.parametrize("event", _CREATED, ids=[each.name for each in _CREATED])
async def test_a_job_is_given_what_the_event_says(
    app: FastAPI, session: AsyncSession, event: Event
) -> None:
    await create(session, event.model)
    told = [*await session.scalars(sa.select(OutboxEvent))]
    await session.commit()
    said = {str(each.id): each.data for each in told if each.name == event.name}
    assert said
    await Relay(resources_of(app), start_jobs, batch=100, poll=1).once()
    given = [each for each in await _jobs(session) if each.unique_key in said]
    assert len(given) == len(said) * len(_on(event.name))
    for each in given:
        payload = JOBS[each.name].payload
        assert payload is not None
        payload.model_validate(from_json(each.payload))
        assert each.payload == said[each.unique_key or ""]


@pytest.mark.parametrize("event", _CREATED, ids=[each.name for each in _CREATED])
async def test_an_event_that_said_less_says_what_the_row_has_now(
    app: FastAPI, session: AsyncSession, event: Event
) -> None:
    await create(session, event.model)
    found = sa.select(OutboxEvent.id, OutboxEvent.data).where(
        OutboxEvent.name == event.name
    )
    said = {str(number): data for number, data in await session.execute(found)}
    older = sa.update(OutboxEvent).values(data="{}", name=event.was or event.name)
    await session.execute(older.where(OutboxEvent.name == event.name))
    await session.commit()
    await Relay(resources_of(app), start_jobs, batch=100, poll=1).once()
    given = [each for each in await _jobs(session) if each.unique_key in said]
    assert len(given) == len(said) * len(_on(event.name))
    for each in given:
        assert from_json(each.payload) == from_json(said[each.unique_key or ""])


@pytest.mark.parametrize("event", _CREATED, ids=[each.name for each in _CREATED])
async def test_a_job_of_an_event_that_said_less_is_given_what_the_row_has_now(
    app: FastAPI, session: AsyncSession, event: Event
) -> None:
    await create(session, event.model)
    resources = resources_of(app)
    await Relay(resources, start_jobs, batch=100, poll=1).once()
    jobs = {job.name for job in _on(event.name)}
    for each in await _jobs(session):
        if each.name in jobs:
            async with unit_of_work(resources) as work:
                less = await given(work, each.id, event.name, "{}")
                as_much = await given(work, each.id, event.name, each.payload)
                # As where the entity had another name by then.
                _, _, row = (each.ordering_key or "").partition(":")
                renamed = sa.update(JobRow).where(JobRow.id == each.id)
                await work.session.execute(renamed.values(ordering_key=f"Was:{row}"))
                renamed_too = await given(work, each.id, event.name, "{}")
            assert from_json(less) == from_json(renamed_too) == from_json(each.payload)
            assert as_much == each.payload


def test_an_event_is_known_by_its_name_before() -> None:
    for name, event in EVENTS.items():
        assert today(name) == name
        assert today(event.was or name) == name
    assert today("CoreTold") == "CoreTold"
