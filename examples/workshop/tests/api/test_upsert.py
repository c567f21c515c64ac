"""Rows that are replaced by their natural key, or created with it."""

import asyncio
import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for
from tests.support import assert_refused, assert_shown
from workshop.core.http.contract import contract_json

from .resource import Resource
from .resources import RESOURCES

_EACH = [each for each in RESOURCES if each.upsert]
_ONLY_NEW = {"If-None-Match": "*"}
_PATHS = json.loads(contract_json())["paths"]


def _natural(resource: Resource[Any]) -> list[str]:
    """Return the names of the parts of a natural key."""
    found = (each for path, each in _PATHS.items() if path.endswith(resource.path))
    (parameters,) = (each["put"]["parameters"] for each in found if "put" in each)
    return [each["name"] for each in parameters if each.get("in") == "query"]


def parted(
    resource: Resource[Any], body: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the natural key in a body of a new row, and what else it says."""
    names = _natural(resource)
    key = {name: body[name] for name in names}
    return key, {name: value for name, value in body.items() if name not in names}


async def _put(
    client: AsyncClient, resource: Resource[Any], body: dict[str, Any], **headers: str
) -> Response:
    key, rest = parted(resource, body)
    return await client.put(resource.path, params=key, json=rest, headers=headers)


async def _count(session: AsyncSession, resource: Resource[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(resource.model)
    found = await session.scalar(counted)
    await session.commit()
    return found or 0


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_a_row_is_created_and_then_replaced(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    other = await body_for(session, resource, "create")
    beside = await _put(client, resource, await body_for(session, resource, "create"))
    assert beside.status_code == 201, beside.text
    before = await _count(session, resource)
    made = await _put(client, resource, body)
    assert made.status_code == 201, made.text
    assert_shown(made.json(), body)
    place = str(client.base_url.join(made.headers["Location"]))
    assert place.startswith(f"{client.base_url}{resource}/")
    key, _ = parted(resource, body)
    changed = await _put(client, resource, other | key)
    assert changed.status_code == 200, changed.text
    assert "Location" not in changed.headers
    assert_shown(changed.json(), other | key)
    assert await _count(session, resource) == before + 1
    if "get" in resource.operations:
        assert (await client.get(place)).json() == changed.json()


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_what_was_given_need_not_be_sent_back(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    made = await _put(client, resource, body, Prefer="return=minimal")
    assert made.headers["Location"]
    changed = await _put(client, resource, body, Prefer="return=minimal")
    assert (made.status_code, changed.status_code) == (201, 204)
    for answer in (made, changed):
        assert answer.content == b""
        assert answer.headers["Preference-Applied"] == "return=minimal"


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_only_a_new_row_is_stored_where_that_is_asked_for(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    made = await _put(client, resource, body, **_ONLY_NEW)
    assert made.status_code == 201, made.text
    again = await _put(client, resource, body, **_ONLY_NEW)
    assert_refused(again, 412, "PRECONDITION_FAILED")
    assert (await _put(client, resource, body)).status_code == 200
    unclear = await _put(client, resource, body, **{"If-None-Match": '"1"'})
    assert_refused(unclear, 422, "VALIDATION_ERROR", "If-None-Match")


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_the_key_is_in_the_address_and_nowhere_else(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    key, rest = parted(resource, body)
    answer = await client.put(resource.path, json=rest)
    assert_refused(answer, 422, "VALIDATION_ERROR", next(iter(key)))
    answer = await client.put(resource.path, params=key, json=body)
    assert_refused(answer, 422, "VALIDATION_ERROR", next(iter(key)))


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_of_many_at_once_one_creates_the_row(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    # SQLite lets writers wait for each other for five seconds.
    many = 8 if session.get_bind().dialect.name == "sqlite" else 64
    asked = (_put(client, resource, body) for _ in range(many))
    answers = await asyncio.gather(*asked)
    found = sorted(each.status_code for each in answers)
    assert found == [200] * (many - 1) + [201], {each.text for each in answers}
    assert len({each.json()[resource.key[0]] for each in answers}) == 1
    assert await _count(session, resource) == before + 1


@pytest.mark.parametrize(
    "resource", [each for each in _EACH if "delete" in each.operations], ids=str
)
async def test_a_row_that_is_deleted_is_not_replaced(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    made = await _put(client, resource, body)
    place = str(client.base_url.join(made.headers["Location"]))
    assert (await client.delete(place)).status_code == 204
    again = await _put(client, resource, body)
    assert again.status_code == 201, again.text
    assert again.headers["Location"] != made.headers["Location"]


@pytest.mark.parametrize("resource", [e for e in _EACH if e.versioned], ids=str)
async def test_a_row_is_replaced_if_it_has_the_version_that_is_said(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    resource: Resource[Any],
) -> None:
    body = await body_for(session, resource, "create")
    before = await _count(session, resource)
    said, there = {"If-Match": '"1"'}, {"If-Match": "*"}
    for header in (said, there):
        answer = await _put(client, resource, body, **header)
        assert_refused(answer, 412, "PRECONDITION_FAILED")
    assert await _count(session, resource) == before
    monkeypatch.setattr(app.state.settings, "require_if_match", True)
    answer = await _put(client, resource, body)
    assert_refused(answer, 428, "PRECONDITION_REQUIRED")
    made = await _put(client, resource, body, **_ONLY_NEW)
    assert made.status_code == 201, made.text
    assert made.headers["ETag"] == '"1"'
    stale = await _put(client, resource, body, **{"If-Match": '"7"'})
    assert_refused(stale, 412, "PRECONDITION_FAILED")
    for header in (said, there):
        assert (await _put(client, resource, body, **header)).status_code == 200
