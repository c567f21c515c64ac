from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.support import walk

from .resource import Resource
from .resources import having


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        pytest.param(resource, name, id=f"{resource}-{name}")
        for resource in having("list")
        for name in resource.sorts
    ],
)
async def test_a_list_is_ordered_both_ways(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], name: str
) -> None:
    for _ in range(resource.rows):
        await create(session, resource.model)
    upwards = await walk(client, resource.path, sort=name)
    downwards = await walk(client, resource.path, sort=f"-{name}")
    assert len(upwards) == resource.rows
    assert upwards == downwards[::-1]
