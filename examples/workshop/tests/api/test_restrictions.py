from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create, resource_of
from tests.support import assert_refused

from .resource import Reference, Resource
from .resources import RESOURCES


@pytest.mark.parametrize(
    ("resource", "reference"),
    [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in RESOURCES
        for reference in resource.references
        if reference.restricts
    ],
)
async def test_a_row_that_others_refer_to_is_not_deleted(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    entity = await create(session, reference.target)
    await create(session, resource.model, **reference.to(entity))
    path = resource_of(reference.target).path_to(entity)
    assert_refused(await client.delete(path), 409, "CONFLICT")
