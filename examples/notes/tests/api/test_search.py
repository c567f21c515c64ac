from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.support import walk

from .resource import Resource
from .resources import having


@pytest.mark.parametrize(
    "resource", [each for each in having("list") if each.search], ids=str
)
async def test_a_list_is_searched(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    part = getattr(entity, resource.search)[:3].upper()
    assert len(await walk(client, resource.path, q=part)) == 1
    assert await walk(client, resource.path, q="%_nowhere") == []
