from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db.unit_of_work import UnitOfWork
from tests.factory import create

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
    find = getattr(resource.repository(UnitOfWork(session)), name)
    assert await find(*values) is stored
