"""What rows were: an entry for each change, and the row as of a moment."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create
from tests.support import assert_refused
from workshop.models.base import Base
from workshop.models.history import HISTORY

from .resource import Resource
from .resources import RESOURCES, having

_EACH = [each for each in RESOURCES if each.history]
_SECOND = dt.timedelta(seconds=1)


def _having(operation: str) -> list[Resource[Any]]:
    return [each for each in having(operation) if each.history]


async def _entries(
    client: AsyncClient, resource: Resource[Any], entity: Base, **query: str
) -> list[dict[str, Any]]:
    answer = await client.get(f"{resource.path_to(entity)}/history", params=query)
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()["data"]
    return listed


async def _as_of(
    client: AsyncClient, resource: Resource[Any], entity: Base, moment: str
) -> Any:
    path = f"{resource.path_to(entity)}/as-of"
    return await client.get(path, params={"moment": moment})


def _shown(answer: Any, entry: dict[str, Any]) -> dict[str, Any]:
    """Return what an answer shows of a row, as far as an entry tells it."""
    return {name: value for name, value in answer.json().items() if name in entry}


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_a_new_row_has_one_entry_with_what_it_is(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    [entry] = await _entries(client, resource, stored)
    assert entry["operation"] == "create"
    values = entry["values"]
    assert [each for each in values if values[each] is not None] == entry["changed"]
    answer = await client.get(resource.path_to(stored))
    assert _shown(answer, values) == values
    then = await _as_of(client, resource, stored, entry["at"])
    assert then.json() == entry


@pytest.mark.parametrize("resource", _having("create"), ids=str)
async def test_an_entry_names_the_request_that_it_was_for(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    headers = {"X-Request-ID": "the-one"}
    answer = await client.post(resource.path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    _, _, key = answer.headers["Location"].rpartition(resource.path)
    shown = await client.get(f"{resource.path}{key}/history")
    assert [each["request_id"] for each in shown.json()["data"]] == ["the-one"]


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (("replace", "PUT"), ("update", "PATCH"))
        for resource in _having(operation)
    ],
)
async def test_a_change_is_an_entry_above_what_was_there(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    stored = await create(session, resource.model)
    [made] = await _entries(client, resource, stored)
    body = await body_for(session, resource, operation)
    path = resource.path_to(stored)
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    *changed, first = await _entries(client, resource, stored)
    assert first == made
    for entry in changed:  # what says what is there already changes nothing
        assert entry["operation"] == "update"
        assert _shown(answer, entry["values"]) == entry["values"]
        differs = {k for k, v in entry["values"].items() if made["values"][k] != v}
        assert differs == {*entry["changed"]}
        assert (await _as_of(client, resource, stored, entry["at"])).json() == entry


@pytest.mark.parametrize("resource", _having("delete"), ids=str)
async def test_what_was_deleted_can_still_be_read_as_it_was(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    path = resource.path_to(stored)
    assert (await client.delete(path)).status_code == 204
    gone, made = await _entries(client, resource, stored)
    assert [gone["operation"], made["operation"]] == ["delete", "create"]
    refused = await _as_of(client, resource, stored, gone["at"])
    assert_refused(refused, 404, "NOT_FOUND")
    before = await _as_of(client, resource, stored, made["at"])
    assert before.json() == made


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_a_row_was_not_there_before_it_was_made(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    [entry] = await _entries(client, resource, stored)
    before = dt.datetime.fromisoformat(entry["at"]) - _SECOND
    answer = await _as_of(client, resource, stored, before.isoformat())
    assert_refused(answer, 404, "NOT_FOUND")


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_what_never_was_has_no_history(
    client: AsyncClient, resource: Resource[Any]
) -> None:
    path = resource.path_to_nothing()
    assert_refused(await client.get(f"{path}/history"), 404, "NOT_FOUND")
    now = await client.get(f"{path}/as-of?moment=2026-01-31T09:30:00Z")
    assert_refused(now, 404, "NOT_FOUND")


@pytest.mark.parametrize("resource", _having("delete"), ids=str)
async def test_a_history_goes_on_at_its_cursor(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    path = resource.path_to(stored)
    await client.delete(path)
    answer = await client.get(f"{path}/history?limit=1")
    first = answer.json()
    assert first["pagination"]["has_more"]
    query = {"limit": 1, "cursor": first["pagination"]["next_cursor"]}
    then = (await client.get(f"{path}/history", params=query)).json()
    assert then["pagination"] == {"next_cursor": None, "has_more": False}
    assert [*first["data"], *then["data"]] == await _entries(client, resource, stored)
    for cursor in ("x", "AAAA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk"):
        refused = await client.get(f"{path}/history?cursor={cursor}")
        assert_refused(refused, 422, "VALIDATION_ERROR", "cursor")


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_what_nobody_reads_is_not_in_it(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    [entry] = await _entries(client, resource, stored)
    shown = (await client.get(resource.path_to(stored))).json()
    assert entry["values"].keys() <= shown.keys()
    own = vars(resource.model)
    encrypted = [f"_{each}" for each in own if f"_{each}" in own]
    columns = sa.inspect(resource.model).column_attrs
    held = {columns[each].columns[0].name for each in encrypted if each in columns}
    assert held.isdisjoint(HISTORY[resource.model.__table__].table.columns.keys())


def _moves() -> list[Any]:
    """Return the changes of state that hang on nothing else, each once."""
    return [
        pytest.param(resource, each, id=f"{resource}-{each.name}")
        for resource in _EACH
        for each in getattr(resource.repository, "transitions", ())
        if not each.when
    ]


@pytest.mark.parametrize(("resource", "move"), _moves())
async def test_a_change_of_state_is_called_by_its_name(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], move: Any
) -> None:
    stored = await create(session, resource.model)
    setattr(stored, move.attribute, move.starts[0])
    try:
        await session.commit()
    except IntegrityError:
        pytest.skip("no row may be like this")
    path = f"{resource.path_to(stored)}/{move.name.replace('_', '-')}"
    answer = await client.post(path)
    if answer.status_code != 200:
        pytest.skip("no row may become like this")
    entry, *_ = await _entries(client, resource, stored)
    assert entry["operation"] == move.name
    assert _shown(answer, entry["values"]) == entry["values"]
