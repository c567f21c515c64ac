from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.principals import system_work

from .resource import Resource
from .resources import RESOURCES


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        pytest.param(resource, name, id=f"{resource}-{name}")
        for resource in RESOURCES
        for name in resource.finders
    ],
)
async def test_a_finder_finds_the_row_with_these_values(
    session: AsyncSession, resource: Resource[Any], name: str
) -> None:
    stored = await create(session, resource.model)
    values = [getattr(stored, attribute) for attribute in resource.finders[name]]
    find = getattr(resource.repository(system_work(session)), name)
    assert await find(*values) is stored
