"""Rows that are written once, however often the request is sent."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.routing import APIRoute
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from chat.api import ROUTERS
from chat.core.http.idempotency import HEADER, IdempotentRoute
from tests.factory import body_for, create

from .resource import Resource
from .resources import having

_KEY = {HEADER: '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
_SAME = ("Content-Type", "ETag", "Location")


def _shown(answer: Response) -> tuple[Any, ...]:
    headers = [answer.headers.get(name) for name in _SAME]
    return answer.status_code, answer.content, headers


async def _count(session: AsyncSession, resource: Resource[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(resource.model)
    return await session.scalar(counted) or 0


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_a_row_is_made_once_for_a_key(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    answers = [
        await client.post(resource.path, json=body, headers=_KEY) for _ in range(3)
    ]
    assert answers[0].status_code == 201, answers[0].text
    assert [_shown(each) for each in answers] == [_shown(answers[0])] * 3
    assert await _count(session, resource) == before + 1


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_a_row_is_made_once_by_many_at_once(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    asked = [client.post(resource.path, json=body, headers=_KEY) for _ in range(20)]
    answers = await asyncio.gather(*asked)
    assert {each.status_code for each in answers} <= {201, 409}
    made = [_shown(each) for each in answers if each.status_code == 201]
    assert made
    assert made == [made[0]] * len(made)
    assert await _count(session, resource) == before + 1


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_a_key_of_a_refused_request_is_still_free(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    wrong = body | {"no_such_property": 1}
    answer = await client.post(resource.path, json=wrong, headers=_KEY)
    assert answer.status_code == 422
    answer = await client.post(resource.path, json=body, headers=_KEY)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("resource", having("update"), ids=str)
async def test_a_change_is_made_once_for_a_key(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    body = await body_for(session, resource, "update")
    first = await client.patch(path, json=body, headers=_KEY)
    assert first.status_code == 200, first.text
    between = await client.patch(path, json={})
    assert between.status_code == 200, between.text
    again = await client.patch(path, json=body, headers=_KEY)
    assert _shown(again) == _shown(first)


def test_an_answer_is_looked_for_after_all_else_is_asked() -> None:
    routes = [each for router in ROUTERS for each in router.routes]
    assert all(isinstance(each, IdempotentRoute) for each in routes)
    for route in routes:
        assert isinstance(route, APIRoute)
        asked = [each.dependency for each in route.dependencies]
        names = [getattr(each, "__name__", "") for each in asked]
        writes = not {"POST", "PATCH"}.isdisjoint(route.methods or ())
        assert ("_claim" in names) == writes
        assert "_claim" not in names[:-1]
