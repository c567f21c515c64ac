from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create
from tests.support import assert_refused

from .resource import Resource
from .resources import having


@pytest.mark.parametrize(
    "resource", [each for each in having("get") if each.versioned], ids=str
)
async def test_a_client_that_has_the_version_is_told_so(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    tag = (await client.get(path)).headers["ETag"]
    known = await client.get(path, headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (("replace", "PUT"), ("update", "PATCH"))
        for resource in having(operation)
        if resource.versioned
    ],
)
async def test_a_change_of_an_older_version_is_refused(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    path = resource.path_to(await create(session, resource.model))
    body = await body_for(session, resource, operation)
    headers = {"If-Match": '"0"'}
    answer = await client.request(method, path, json=body, headers=headers)
    assert_refused(answer, 412, "PRECONDITION_FAILED")


@pytest.mark.parametrize(
    "resource", [each for each in having("delete") if each.versioned], ids=str
)
async def test_the_deletion_of_an_older_version_is_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    answer = await client.delete(path, headers={"If-Match": '"0"'})
    assert_refused(answer, 412, "PRECONDITION_FAILED")


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (
            ("replace", "PUT"),
            ("update", "PATCH"),
            ("delete", "DELETE"),
        )
        for resource in having(operation)
        if resource.versioned
    ],
)
async def test_a_change_has_to_say_its_version_where_the_settings_require_it(
    client: AsyncClient,
    app: FastAPI,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    monkeypatch.setattr(app.state.settings, "require_if_match", True)
    path = resource.path_to(await create(session, resource.model))
    body = None
    if operation != "delete":
        body = await body_for(session, resource, operation)
    answer = await client.request(method, path, json=body)
    assert_refused(answer, 428, "PRECONDITION_REQUIRED")
    headers = {"If-Match": '"1"'}
    answer = await client.request(method, path, json=body, headers=headers)
    assert answer.is_success, answer.text
