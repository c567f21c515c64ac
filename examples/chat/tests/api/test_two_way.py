from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.db.two_way import TwoWayPages
from tests.factory import create
from tests.support import assert_refused, walk

from .resource import Resource
from .resources import having

_TWO_WAY = [each for each in having("list") if issubclass(each.repository, TwoWayPages)]


@pytest.mark.parametrize("resource", _TWO_WAY, ids=str)
async def test_a_list_is_read_backwards_as_it_was_forwards(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    for _ in range(resource.rows):
        await create(session, resource.model)
    orders = [each for name in resource.sorts for each in (name, f"-{name}")]
    for query in ({}, *({"sort": each} for each in orders)):
        forwards = await walk(client, resource.path, **query)
        page = await _last(client, resource, query)
        backwards = [*page["data"]]
        while cursor := page["pagination"]["prev_cursor"]:
            page = await _read(client, resource, {**query, "cursor": cursor})
            assert page["pagination"]["has_more"]
            backwards += page["data"]
        assert backwards[::-1] == forwards


async def _last(
    client: AsyncClient, resource: Resource[Any], query: dict[str, str]
) -> Any:
    """Return the last page of a list, of one row."""
    page = await _read(client, resource, query)
    assert page["pagination"]["prev_cursor"] is None
    while cursor := page["pagination"]["next_cursor"]:
        page = await _read(client, resource, {**query, "cursor": cursor})
    assert not page["pagination"]["has_more"]
    return page


async def _read(
    client: AsyncClient, resource: Resource[Any], query: dict[str, str]
) -> Any:
    answer = await client.get(resource.path, params={**query, "limit": "1"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("resource", _TWO_WAY, ids=str)
async def test_a_cursor_that_no_page_gave_is_refused(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    answer = await client.get(resource.path, params={"cursor": "YmVmb3Jl"})
    assert_refused(answer, 422, "VALIDATION_ERROR", "cursor")
