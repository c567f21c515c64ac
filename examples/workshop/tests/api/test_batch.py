"""Many rows that are written in one request: each as it would be alone, or all or none."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create, resource_of
from tests.support import assert_refused, assert_shown

from .batches import batched, key_in, key_of, path_of, statuses, told
from .resource import Reference, Resource

_ATOMIC = {"atomic": "true"}
_WRONG = {"no_such_property": 1}


async def _count(session: AsyncSession, resource: Resource[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(resource.model)
    found = await session.scalar(counted)
    await session.commit()
    return found or 0


async def _created(
    client: AsyncClient, resource: Resource[Any], items: list[Any], **query: Any
) -> Any:
    path = path_of(resource, "create")
    return await client.post(path, json={"data": items}, params=query)


async def _changed(
    client: AsyncClient, resource: Resource[Any], items: list[Any], **query: Any
) -> Any:
    path = path_of(resource, "update")
    return await client.patch(path, json={"data": items}, params=query)


async def _deleted(
    client: AsyncClient, resource: Resource[Any], items: list[Any], **query: Any
) -> Any:
    path = path_of(resource, "delete")
    return await client.post(path, json={"data": items}, params=query)


@pytest.mark.parametrize("resource", batched("create"), ids=str)
async def test_many_rows_are_created(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    bodies = [await body_for(session, resource, "create") for _ in range(resource.rows)]
    before = await _count(session, resource)
    found = told(await _created(client, resource, bodies))
    for each, body in zip(found, bodies, strict=True):
        assert each["status"] == 201, each
        assert_shown(each["data"], body)
        place = str(client.base_url.join(each["location"]))
        assert place.startswith(f"{client.base_url}{resource}/")
        if "get" in resource.operations:
            assert (await client.get(place)).json() == each["data"]
    assert await _count(session, resource) == before + len(bodies)


@pytest.mark.parametrize("resource", batched("create"), ids=str)
async def test_an_item_that_is_not_valid_leaves_the_others_be(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    refused, made, no_object = told(
        await _created(client, resource, [body | _WRONG, body, 7])
    )
    assert (refused["status"], made["status"], no_object["status"]) == (422, 201, 422)
    details = refused["error"]["errors"]
    assert [each["field"] for each in details] == ["no_such_property"]
    assert await _count(session, resource) == before + 1


@pytest.mark.parametrize("resource", batched("create"), ids=str)
async def test_all_or_none_are_created_where_that_is_asked_for(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    answer = await _created(client, resource, [body, body | _WRONG, 7], **_ATOMIC)
    assert_refused(answer, 422, "VALIDATION_ERROR", "data.1.no_such_property")
    assert_refused(answer, 422, "VALIDATION_ERROR", "data.2")
    assert await _count(session, resource) == before
    assert statuses(await _created(client, resource, [body], **_ATOMIC)) == [201]


@pytest.mark.parametrize(
    "resource", [each for each in batched("create") if not each.repeatable], ids=str
)
async def test_a_duplicate_among_the_items_is_refused(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    answer = await _created(client, resource, [body, body], **_ATOMIC)
    assert_refused(answer, 409, "CONFLICT")
    assert await _count(session, resource) == before
    assert statuses(await _created(client, resource, [body, body])) == [201, 409]
    assert await _count(session, resource) == before + 1


@pytest.mark.parametrize(
    ("resource", "reference"),
    [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in batched("create")
        for reference in resource.references
        if reference.checked
    ],
)
async def test_an_item_that_refers_to_nothing_is_refused(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    body = await body_for(session, resource, "create")
    fields = resource.bodies["create"].model_fields
    names = [fields[each].alias or each for each in reference.columns]
    by_value = getattr(reference, "absent", ())
    absent = to_jsonable_python(by_value or resource_of(reference.target).absent)
    wrong = body | dict(zip(names, absent, strict=True))
    answer = await _created(client, resource, [wrong, body])
    columns = sa.inspect(resource.model).columns
    keys = [key for each in reference.columns for key in columns[each].foreign_keys]
    deferred = any(key.initially == "DEFERRED" for key in keys)
    if deferred and answer.status_code == 409:  # the commit refuses all of them
        assert_refused(answer, 409, "CONFLICT", names[0])
        return
    refused, made = told(answer)
    assert (refused["status"], made["status"]) == (409, 201), refused
    assert names[0] in [each["field"] for each in refused["error"]["errors"]]


@pytest.mark.parametrize("resource", batched("update"), ids=str)
async def test_many_rows_are_changed(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    rows = [await create(session, resource.model) for _ in range(2)]
    body = await body_for(session, resource, "update")
    items: list[Any] = [
        {"key": key_of(resource, row), "data": data}
        for row, data in zip(rows, (body, {}), strict=True)
    ]
    nothing = {"key": key_in(resource, resource.absent), "data": {}}
    wrong = items[0] | {"data": _WRONG}
    asked = [items[0], nothing, items[1], items[1], wrong]
    found = told(await _changed(client, resource, asked))
    assert [each["status"] for each in found] == [200, 404, 200, 409, 422], found
    assert_shown(found[0]["data"], body)
    if "get" in resource.operations:
        for row, each in zip(rows, (found[0], found[2]), strict=True):
            shown = await client.get(resource.path_to(row))
            assert shown.json() == each["data"]


@pytest.mark.parametrize("resource", batched("update"), ids=str)
async def test_all_or_none_are_changed_where_that_is_asked_for(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    row = await create(session, resource.model)
    body = await body_for(session, resource, "update")
    item = {"key": key_of(resource, row), "data": body}
    nothing = {"key": key_in(resource, resource.absent), "data": {}}
    columns = [each.key for each in sa.inspect(resource.model).column_attrs]
    await session.refresh(row)
    await session.commit()
    before = {name: getattr(row, name) for name in columns}
    answer = await _changed(client, resource, [item, nothing], **_ATOMIC)
    assert_refused(answer, 404, "NOT_FOUND", "data.1")
    await session.refresh(row)
    assert {name: getattr(row, name) for name in columns} == before
    await session.commit()
    assert statuses(await _changed(client, resource, [item], **_ATOMIC)) == [200]


@pytest.mark.parametrize("resource", batched("delete"), ids=str)
async def test_many_rows_are_deleted(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    rows = [await create(session, resource.model) for _ in range(2)]
    items: list[Any] = [{"key": key_of(resource, row)} for row in rows]
    nothing = {"key": key_in(resource, resource.absent)}
    answer = await _deleted(client, resource, [*items, nothing], **_ATOMIC)
    assert_refused(answer, 404, "NOT_FOUND", "data.2")
    found = statuses(await _deleted(client, resource, [items[0], nothing, items[1]]))
    assert found == [204, 404, 204]
    assert statuses(await _deleted(client, resource, items)) == [404, 404]
    if "get" in resource.operations:
        for row in rows:
            assert (await client.get(resource.path_to(row))).status_code == 404


@pytest.mark.parametrize("resource", batched("update"), ids=str)
async def test_batches_that_cross_each_other_are_all_answered(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    rows = [await create(session, resource.model) for _ in range(2)]
    body = await body_for(session, resource, "update")
    items: list[Any] = [{"key": key_of(resource, row), "data": body} for row in rows]
    asked = [
        _changed(client, resource, items if n % 2 else items[::-1]) for n in range(8)
    ]
    for answer in await asyncio.gather(*asked):
        if answer.status_code == 503:  # each waited for the other's unique value
            continue
        assert {*statuses(answer)} <= {200, 409, 412}, answer.text


@pytest.mark.parametrize("resource", batched("create"), ids=str)
async def test_a_batch_has_items_and_not_too_many(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    item: dict[str, Any] = {}
    for count in (0, 101):
        answer = await _created(client, resource, [item] * count)
        assert_refused(answer, 422, "VALIDATION_ERROR", "data")


def _versioned(operation: str) -> list[Resource[Any]]:
    return [each for each in batched(operation) if each.versioned]


@pytest.mark.parametrize("resource", _versioned("update"), ids=str)
async def test_an_item_says_which_version_it_builds_on(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    rows = [await create(session, resource.model) for _ in range(2)]
    items: list[Any] = [
        {"key": key_of(resource, row), "data": {}, "version": row.version}
        for row in rows
    ]
    items[0]["version"] += 1
    items[1]["data"] = await body_for(session, resource, "update")
    found = told(await _changed(client, resource, items))
    assert [each["status"] for each in found] == [412, 200], found
    # Another one, unless the values happen to be those that the row has.
    assert found[1]["data"]["version"] - rows[1].version in (0, 1)


@pytest.mark.parametrize("resource", _versioned("delete"), ids=str)
async def test_a_version_may_be_required_of_each_item(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    resource: Resource[Any],
) -> None:
    monkeypatch.setattr(app.state.settings, "require_if_match", True)
    row = await create(session, resource.model)
    item = {"key": key_of(resource, row)}
    answer = await _deleted(client, resource, [item])
    assert_refused(answer, 428, "PRECONDITION_REQUIRED")
    assert "version" in answer.json()["detail"]
    stale = item | {"version": row.version + 1}
    assert statuses(await _deleted(client, resource, [stale])) == [412]
    item |= {"version": row.version}
    assert statuses(await _deleted(client, resource, [item, 7])) == [204, 422]


@pytest.mark.parametrize("resource", batched("create"), ids=str)
async def test_a_batch_is_done_once_under_its_key(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    headers = {"Idempotency-Key": '"6e1a1d0e-6c4a-4b36-8a56-5d2e4b7a4f01"'}
    path = path_of(resource, "create")
    asked = {"data": [body, body | _WRONG]}
    first = await client.post(path, json=asked, headers=headers)
    assert statuses(first) == [201, 422]
    again = await client.post(path, json=asked, headers=headers)
    assert again.content == first.content
    assert await _count(session, resource) == before + 1
