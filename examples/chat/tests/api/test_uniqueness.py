from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for
from tests.support import assert_refused

from .resource import Resource
from .resources import having


@pytest.mark.parametrize(
    "resource", [each for each in having("create") if not each.repeatable], ids=str
)
async def test_a_duplicate_is_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    assert (await client.post(resource.path, json=body)).status_code == 201
    assert_refused(await client.post(resource.path, json=body), 409, "CONFLICT")
