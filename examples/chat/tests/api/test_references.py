from typing import Any

import pytest
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, resource_of
from tests.support import assert_refused

from .resource import Reference, Resource
from .resources import having


@pytest.mark.parametrize(
    ("resource", "reference"),
    [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in having("create")
        for reference in resource.references
        if reference.checked
    ],
)
async def test_a_reference_to_a_missing_row_is_refused(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    body = await body_for(session, resource, "create")
    fields = resource.bodies["create"].model_fields
    names = [fields[each].alias or each for each in reference.columns]
    absent = to_jsonable_python(resource_of(reference.target).absent)
    body |= zip(names, absent, strict=True)
    answer = await client.post(resource.path, json=body)
    assert_refused(answer, 409, "CONFLICT", names[0])
