from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.support import assert_refused

from .resource import Resource
from .resources import having


@pytest.mark.parametrize("resource", having("delete"), ids=str)
async def test_a_deleted_row_is_gone(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    assert (await client.delete(path)).status_code == 204
    assert_refused(await client.delete(path), 404, "NOT_FOUND")
