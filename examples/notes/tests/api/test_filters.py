from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create

from .resource import Filter, Resource, as_parameter
from .resources import having


@pytest.mark.parametrize(
    ("resource", "tried"),
    [
        pytest.param(resource, tried, id=f"{resource}-{tried.parameter}")
        for resource in having("list")
        for tried in resource.filters
    ],
)
async def test_a_filter_keeps_matching_rows(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], tried: Filter
) -> None:
    rows = [await create(session, resource.model) for _ in range(resource.rows)]
    values = [getattr(row, tried.attribute) for row in rows]
    for given in values:
        params = {tried.parameter: as_parameter(given)}
        answer = await client.get(resource.path, params=params)
        assert answer.status_code == 200, answer.text
        kept = [value for value in values if tried.keeps(value, given)]
        assert len(answer.json()["data"]) == len(kept)
