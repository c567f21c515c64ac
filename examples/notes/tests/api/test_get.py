from typing import Any

import pytest
from httpx import AsyncClient

from tests.support import assert_refused

from .resource import Resource
from .resources import having


@pytest.mark.parametrize("resource", having("get"), ids=str)
async def test_a_missing_row_is_not_found(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    answer = await client.get(resource.path_to_nothing())
    assert_refused(answer, 404, "NOT_FOUND")
