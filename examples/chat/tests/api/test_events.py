"""Each way in which rows change is told of: an event a row, and none of what is rolled back."""

import json
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.events.event import Event
from chat.core.http.events import asyncapi_json
from chat.models.events import EVENTS
from tests.factory import body_for, build, create
from tests.recorded import from_now

from .resource import Resource
from .resources import RESOURCES, having

_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def _told(operation: str, resources: list[Resource[Any]]) -> list[Any]:
    """Return the events that tell of an operation, with what has it."""
    return [
        pytest.param(event, resource, id=f"{resource}-{event.name}")
        for event in EVENTS.values()
        for resource in resources
        if resource.model is event.model and operation in event.operations
    ]


def _agrees(said: dict[str, Any], event: Event, shown: dict[str, Any]) -> None:
    """Hold what an event says against what an answer shows of the same row."""
    assert said.keys() == event.fields.keys()
    common = said.keys() & shown.keys()
    assert {name: said[name] for name in common} == {n: shown[n] for n in common}


@pytest.mark.parametrize(("event", "resource"), _told("create", having("create")))
async def test_a_new_row_is_told_of_once(
    client: AsyncClient, session: AsyncSession, event: Event, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    recorded = await from_now(session)
    headers = {"X-Request-ID": "the-one", "traceparent": _TRACE}
    answer = await client.post(resource.path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    [said] = await recorded.said(event)
    _agrees(said, event, answer.json())
    [stored] = await recorded.events(event.name)
    assert (stored.request_id, stored.traceparent) == ("the-one", _TRACE)
    assert stored.version == event.version
    assert stored.id.version == 7


@pytest.mark.parametrize(
    ("event", "resource", "operation"),
    [
        pytest.param(*each.values, operation, id=f"{each.id}-{operation}")
        for operation in ("replace", "update")
        for each in _told("update", having(operation))
    ],
)
async def test_a_change_is_told_of_once(
    client: AsyncClient,
    session: AsyncSession,
    event: Event,
    resource: Resource[Any],
    operation: str,
) -> None:
    stored = await create(session, resource.model)
    body = await body_for(session, resource, operation)
    path, method = resource.path_to(stored), "PATCH"
    if operation == "replace":
        method = "PUT"
    before: dict[str, Any] = {}
    if "get" in resource.operations:
        before = (await client.get(path)).json()
    recorded = await from_now(session)
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    after, said = answer.json(), await recorded.said(event)
    differs = [each for each in event.fields if before.get(each) != after.get(each)]
    assert len(said) == 1 if before and differs else len(said) <= 1
    for each in said:
        _agrees(each, event, after)


@pytest.mark.parametrize(("event", "resource"), _told("delete", having("delete")))
async def test_a_row_that_is_deleted_is_told_of_as_it_was(
    client: AsyncClient, session: AsyncSession, event: Event, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    path, shown = resource.path_to(stored), {}
    if "get" in resource.operations:
        shown = (await client.get(path)).json()
    recorded = await from_now(session)
    assert (await client.delete(path)).status_code == 204
    [said] = await recorded.said(event)
    own = shown.keys() - {"updated_at", "updated_by_id", "version"}
    _agrees(said, event, {name: shown[name] for name in own})


async def test_what_is_refused_is_not_told_of(
    client: AsyncClient, session: AsyncSession
) -> None:
    recorded = await from_now(session)
    for resource in having("create"):
        answer = await client.post(resource.path, json={"no_such_property": 1})
        assert answer.status_code == 422
    assert await recorded.events() == []


@pytest.mark.parametrize(("event", "resource"), _told("create", RESOURCES))
async def test_what_is_rolled_back_is_not_told_of(
    session: AsyncSession, event: Event, resource: Resource[Any]
) -> None:
    recorded = await from_now(session)
    session.add(await build(session, resource.model))
    await session.flush()
    assert event.name in [each.name for each in await recorded.so_far()]
    await session.rollback()
    assert await recorded.said(event) == []


@pytest.mark.parametrize(("event", "resource"), _told("create", RESOURCES))
async def test_events_of_a_row_have_its_key(
    session: AsyncSession, event: Event, resource: Resource[Any]
) -> None:
    recorded = await from_now(session)
    stored = await create(session, resource.model)
    [told] = [
        each
        for each in await recorded.events(event.name)
        if f"{resource.path}/{each.aggregate_id}" == resource.path_to(stored)
    ]
    assert told.aggregate_type == resource.model.__name__


async def test_the_contract_that_is_served_has_what_events_say(
    client: AsyncClient,
) -> None:
    answer = await client.get("http://test/asyncapi.json")
    assert answer.content == asyncapi_json()
    components = json.loads(answer.content)["components"]
    messages, schemas = components["messages"], components["schemas"]
    frames = {each for each in messages if each.startswith("realtime-")}
    assert messages.keys() - frames == EVENTS.keys()
    for event in EVENTS.values():
        schema = schemas[event.name]
        assert [*schema["properties"]] == [*event.fields]
        own = messages[event.name]["payload"]["allOf"][1]["properties"]
        assert own["dataversion"] == {"const": event.version}
