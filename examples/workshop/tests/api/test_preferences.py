"""Writes that are answered without a body, to whoever prefers that."""

from typing import Any

import pytest
from httpx import AsyncClient, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create
from workshop.core.http.idempotency import HEADER

from .resource import Resource
from .resources import RESOURCES, having

_MINIMAL = {"Prefer": "return=minimal"}


def _assert_bare(answer: Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.content == b""
    assert answer.headers["Preference-Applied"] == "return=minimal"
    assert "Prefer" in answer.headers["Vary"]
    assert "Content-Type" not in answer.headers


async def _assert_same_version(
    client: AsyncClient, resource: Resource[Any], path: str, answer: Response
) -> None:
    if "get" in resource.operations:
        found = await client.get(path)
        assert found.status_code == 200, found.text
        assert found.headers.get("ETag") == answer.headers.get("ETag")


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_what_is_made_is_where_the_answer_says(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    answer = await client.post(resource.path, json=body, headers=_MINIMAL)
    _assert_bare(answer, 201)
    path = answer.headers["Location"].partition(resource.path)[2]
    await _assert_same_version(client, resource, f"{resource.path}{path}", answer)


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (("replace", "PUT"), ("update", "PATCH"))
        for resource in having(operation)
    ],
)
async def test_what_is_changed_need_not_be_sent_back(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    path = resource.path_to(await create(session, resource.model))
    body = await body_for(session, resource, operation)
    answer = await client.request(method, path, json=body, headers=_MINIMAL)
    _assert_bare(answer, 204)
    await _assert_same_version(client, resource, path, answer)
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.content
    assert "Prefer" in answer.headers["Vary"]


@pytest.mark.parametrize("resource", having("update"), ids=str)
async def test_what_is_refused_says_why_whatever_is_preferred(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    wrong = {"no_such_property": 1}
    answer = await client.patch(path, json=wrong, headers=_MINIMAL)
    assert answer.status_code == 422
    assert answer.content
    assert "Preference-Applied" not in answer.headers


@pytest.mark.parametrize("resource", having("create"), ids=str)
async def test_a_repeated_request_is_answered_as_the_first_was(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    key = {HEADER: "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first = await client.post(resource.path, json=body, headers=key | _MINIMAL)
    again = await client.post(resource.path, json=body, headers=key)
    for answer in (first, again):
        _assert_bare(answer, 201)
    assert again.headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize(
    ("resource", "transition"),
    [
        pytest.param(resource, transition, id=f"{resource}-{transition.name}")
        for resource in RESOURCES
        for transition in getattr(resource.repository, "transitions", ())
        if transition.name not in resource.guarded
    ],
)
async def test_a_row_whose_state_changes_need_not_be_sent_back(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Any,
) -> None:
    state = {transition.attribute: next(iter(transition.starts))}
    try:
        path = resource.path_to(await create(session, resource.model, **state))
    except IntegrityError:
        pytest.skip("no row may be like this")
    name = transition.name.replace("_", "-")
    answer = await client.post(f"{path}/{name}", headers=_MINIMAL)
    _assert_bare(answer, 204)
    await _assert_same_version(client, resource, path, answer)
