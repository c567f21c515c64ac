from typing import Any

import pytest
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.queries import ListQuery, SortKey
from tests.factory import create
from tests.principals import system_work
from tests.support import walk

from .resource import Resource
from .resources import having

_ORDERED = [each for each in having("list") if each.order]


@pytest.mark.parametrize("resource", _ORDERED, ids=str)
async def test_a_list_has_its_own_order_where_none_is_asked_for(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for _ in range(resource.rows):
        await create(session, resource.model)
    order = tuple(map(SortKey.parse, resource.order))
    query = ListQuery(filters={}, sort=order, limit=100)
    page = await resource.repository(system_work(session)).page(query)
    expected: list[Any] = [*page.items]
    found = await walk(client, resource.path)
    bodies = resource.key
    assert [[each[name] for name in bodies] for each in found] == [
        [to_jsonable_python(getattr(each, name)) for name in bodies]
        for each in expected
    ]
