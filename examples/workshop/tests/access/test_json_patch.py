"""Rows that everybody tries to change, and to learn of, by operations."""

from typing import Any

import pytest
from httpx import Response
from pydantic_core import to_json

from .case import Case, Cases
from .cases import answered
from .stage import Stage, assert_answered

_MEDIA = {"Content-Type": "application/json-patch+json"}


@pytest.mark.parametrize(("cases", "case"), answered("update"))
async def test_operations_are_for_those_who_may_change_the_row(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    if "update" not in resource.operations:
        pytest.skip("rows are replaced, and not changed")
    row = await stage.stored(resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller) | _MEDIA
    path, before = resource.path_to(row), await stage.values(row)

    async def patch(*operations: dict[str, Any]) -> Response:
        body = to_json(operations)
        return await stage.client.patch(path, content=body, headers=headers)

    if case.update != 200:
        wrong = {"op": "test", "path": "", "value": {}}
        nowhere = {"op": "remove", "path": "/no_such_property"}
        for operations in ((), (wrong,), (nowhere,)):
            # Nobody learns more by what they say of the row.
            assert_answered(await patch(*operations), case.update or 0, row)
        assert await stage.values(row) == before
        return
    assert_answered(await patch(), 200, row)
