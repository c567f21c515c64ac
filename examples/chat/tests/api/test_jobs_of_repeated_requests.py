"""A request that is sent again under its key enqueues no second job."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.http.dependencies import resources_of
from chat.core.http.idempotency import HEADER
from chat.core.jobs.enqueue import enqueue
from chat.core.jobs.job import Job
from tests.core.queued import Worker
from tests.factory import body_for

from .resource import Resource
from .resources import having

JOB = Job("core_job")
_KEY = {HEADER: '"77b8b0f2-3a5c-4d8e-9f0a-5a1d8e6c2b47"'}


@pytest.mark.parametrize("resource", having("create")[:1], ids=str)
async def test_a_request_that_is_sent_again_enqueues_nothing(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add, asked = resource.repository.add, []

    async def added(repository: Any, values: Any) -> Any:
        entity = await add(repository, values)
        asked.append(await enqueue(repository.work, JOB))
        return entity

    monkeypatch.setattr(resource.repository, "add", added)
    body = await body_for(session, resource, "create")
    answers = [
        await client.post(resource.path, json=body, headers=_KEY) for _ in range(3)
    ]
    assert [each.status_code for each in answers] == [201, 201, 201]
    (job,) = await Worker(resources_of(app)).rows(name=JOB.name)
    assert [job["id"]] == asked
