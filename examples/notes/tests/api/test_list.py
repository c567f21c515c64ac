from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.support import assert_refused, walk

from .resource import Resource
from .resources import having

_LISTED = having("list")


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_a_list_goes_through_all_rows(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for _ in range(resource.rows):
        await create(session, resource.model)
    assert len(await walk(client, resource.path)) == resource.rows


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_a_parameter_that_the_contract_does_not_name_is_refused(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    answer = await client.get(resource.path, params={"no_such_parameter": "1"})
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_parameter")
