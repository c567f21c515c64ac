"""Rows that are changed by operations on what is shown of them."""

import asyncio
from typing import Any

import pytest
from httpx import AsyncClient, Response
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create
from tests.support import assert_refused, assert_shown

from .resource import Resource
from .resources import having

_HEADERS = {"Content-Type": "application/json-patch+json"}
_EACH = pytest.mark.parametrize("resource", having("update"), ids=str)


async def _patch(
    client: AsyncClient, path: str, *operations: Any, **headers: str
) -> Response:
    body = to_json(operations)
    return await client.patch(path, content=body, headers=_HEADERS | headers)


def _set(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations that give a row values."""
    escaped = {n.replace("~", "~0").replace("/", "~1"): v for n, v in values.items()}
    return [
        {"op": "add", "path": f"/{name}", "value": value}
        for name, value in escaped.items()
    ]


@_EACH
async def test_operations_change_what_they_are_about(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    body = await body_for(session, resource, "update")
    answer = await _patch(client, path, *_set(body))
    assert answer.status_code == 200, answer.text
    assert_shown(answer.json(), body)
    shown = answer.json()
    tests = [
        {"op": "test", "path": f"/{name}", "value": shown[name]}
        for name in shown.keys() & body.keys()
    ]
    again = await _patch(client, path, {"op": "test", "path": "", "value": shown})
    assert again.status_code == 200, again.text
    assert (await _patch(client, path, *tests)).json() == again.json()


@_EACH
async def test_all_operations_are_done_or_none(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    before = (await _patch(client, path)).json()
    body = await body_for(session, resource, "update")
    failing = {"op": "test", "path": "", "value": {}}
    answer = await _patch(client, path, *_set(body), failing)
    assert_refused(answer, 409, "CONFLICT", f"{len(body)}.path")
    nowhere = {"op": "remove", "path": "/no_such_property"}
    answer = await _patch(client, path, *_set(body), nowhere)
    assert_refused(answer, 422, "VALIDATION_ERROR", f"{len(body)}.path")
    same = {"op": "test", "path": "", "value": before}
    answer = await _patch(client, path, same)
    assert answer.status_code == 200, answer.text
    assert answer.json() == before


@_EACH
async def test_of_many_that_test_the_same_one_changes_it(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    before = (await _patch(client, path)).json()
    operations = [
        {"op": "test", "path": "", "value": before},
        *_set(await body_for(session, resource, "update")),
    ]
    asked = [_patch(client, path, *operations) for _ in range(8)]
    statuses = [each.status_code for each in await asyncio.gather(*asked)]
    assert set(statuses) <= {200, 409}
    if (await _patch(client, path)).json() != before:
        assert statuses.count(200) == 1


@_EACH
async def test_what_nobody_writes_is_not_written_by_operations(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    unknown = {"op": "add", "path": "/no_such_property", "value": 1}
    answer = await _patch(client, path, unknown)
    assert_refused(answer, 422, "VALIDATION_ERROR", "no_such_property")
    shown = (await _patch(client, path)).json()
    for name in shown.keys() - body_fields(resource):
        operation = {"op": "replace", "path": f"/{name}", "value": [["another"]]}
        answer = await _patch(client, path, operation)
        assert_refused(answer, 422, "VALIDATION_ERROR", name)


def body_fields(resource: Resource[Any]) -> set[str]:
    """Return the names of what a change may give values."""
    fields = resource.bodies["update"].model_fields
    return {field.alias or name for name, field in fields.items()}


@_EACH
async def test_operations_are_announced_as_such(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    answer = await client.patch(path, json=[])
    assert_refused(answer, 422, "VALIDATION_ERROR", "body")
    answer = await client.patch(path, content=b"{}", headers=_HEADERS)
    assert_refused(answer, 422, "VALIDATION_ERROR", "body")
    for nothing in (b"[", b""):
        answer = await client.patch(path, content=nothing, headers=_HEADERS)
        assert_refused(answer, 422, "VALIDATION_ERROR", "body")
    values = {"Content-Type": "application/json"}
    answer = await client.patch(path, content=b"", headers=values)
    assert_refused(answer, 422, "VALIDATION_ERROR", "body")
    text = {"Content-Type": "text/plain"}
    answer = await client.patch(path, content=b"[]", headers=text)
    assert_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@_EACH
async def test_a_row_that_is_not_there_has_no_operations(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    assert_refused(await _patch(client, resource.path_to_nothing()), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    "resource", [each for each in having("update") if each.versioned], ids=str
)
async def test_operations_of_an_older_version_are_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    answer = await _patch(client, path, **{"If-Match": '"0"'})
    assert_refused(answer, 412, "PRECONDITION_FAILED")
    answer = await _patch(client, path, **{"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text
