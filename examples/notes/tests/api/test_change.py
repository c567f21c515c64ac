from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create
from tests.support import assert_shown

from .resource import Resource
from .resources import having


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (("replace", "PUT"), ("update", "PATCH"))
        for resource in having(operation)
    ],
)
async def test_a_change_stores_the_given_values(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    path = resource.path_to(await create(session, resource.model))
    body = await body_for(session, resource, operation)
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    assert_shown(answer.json(), body)
    if "get" in resource.operations:
        assert (await client.get(path)).json() == answer.json()


@pytest.mark.parametrize(
    "resource", [each for each in having("replace") if each in having("get")], ids=str
)
async def test_what_was_read_may_be_sent_back(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    shown = (await client.get(path)).json()
    body = await body_for(session, resource, "replace")
    answer = await client.put(path, json=body | shown)
    assert answer.status_code == 200, answer.text
    assert_shown(answer.json(), {name: shown[name] for name in body if name in shown})
