from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for
from tests.support import assert_refused, assert_shown

from .resource import Resource
from .resources import having

_CREATED = having("create")


@pytest.mark.parametrize("resource", _CREATED, ids=str)
async def test_a_created_row_is_returned(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    answer = await client.post(resource.path, json=body)
    assert answer.status_code == 201, answer.text
    assert_shown(answer.json(), body)
    place = client.base_url.join(answer.headers["Location"])
    assert str(place).startswith(f"{client.base_url}{resource}/")


@pytest.mark.parametrize("resource", having("create", "get"), ids=str)
async def test_a_created_row_is_found_at_its_location(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    answer = await client.post(resource.path, json=body)
    found = await client.get(client.base_url.join(answer.headers["Location"]))
    assert found.json() == answer.json()


@pytest.mark.parametrize("resource", _CREATED, ids=str)
async def test_a_property_that_the_contract_does_not_name_is_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    answer = await client.post(resource.path, json=body | {"no_such_property": 1})
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_property")
