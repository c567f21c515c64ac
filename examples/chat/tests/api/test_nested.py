from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create, resource_of
from tests.support import assert_refused, walk

from .resource import Reference, Resource
from .resources import having

_NESTED = [
    pytest.param(resource, reference, name, id=f"{reference.name}-{name}")
    for resource in having("list")
    for reference in resource.references
    for name in reference.lists
]


@pytest.mark.parametrize(("resource", "reference", "name"), _NESTED)
async def test_a_nested_list_has_the_rows_of_its_parent(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
    name: str,
) -> None:
    parent = await create(session, reference.target)
    await create(session, resource.model, **reference.to(parent))
    for _ in range(1, resource.rows):
        await create(session, resource.model)
    path = resource_of(reference.target).path_to(parent)
    assert len(await walk(client, f"{path}/{name}")) == 1


@pytest.mark.parametrize(("resource", "reference", "name"), _NESTED)
async def test_a_nested_list_needs_its_parent(
    client: AsyncClient, resource: Resource[Any], reference: Reference, name: str
) -> None:
    path = resource_of(reference.target).path_to_nothing()
    assert_refused(await client.get(f"{path}/{name}"), 404, "NOT_FOUND")
