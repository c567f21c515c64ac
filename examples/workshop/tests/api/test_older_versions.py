"""Older versions of the API, by their contracts and beside today's."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for
from tests.support import assert_refused
from workshop.api import PREFIX
from workshop.core.http import contract
from workshop.core.http.versions import contract_json
from workshop.core.versions import Route, Version
from workshop.main import create_app
from workshop.older_versions import FOLDER, VERSIONS
from workshop.settings import Settings

from .resource import Resource
from .resources import having

Case = tuple[Version, Route, Resource[Any]]

_METHODS = {"get", "put", "post", "patch", "delete"}


def _contract_of(version: Version) -> Any:
    return json.loads(contract_json(version.name, FOLDER))


def _operations(document: Any) -> set[tuple[str, str]]:
    return {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item.keys() & _METHODS
    }


def _cases(*operations: str) -> list[Any]:
    """Return the routes by which versions make rows that have these operations."""
    return [
        pytest.param((version, route, resource), id=f"{version.name}{route.path}")
        for version in VERSIONS
        for resource in having("create", *operations)
        for route in version.routes
        if (route.method, route.today or route.path) == ("POST", resource.path)
    ]


def _at(version: Version, path: str) -> str:
    return f"http://test{version.prefix}{path}"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
async def test_the_contract_is_served(client: AsyncClient, version: Version) -> None:
    answer = await client.get(_at(version, "/openapi.json"))
    assert answer.json() == _contract_of(version)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
def test_every_operation_of_the_contract_has_a_route(version: Version) -> None:
    said = _operations(_contract_of(version))
    routes = {(each.method, version.prefix + each.path) for each in version.routes}
    below = {each for each in said if each[1].startswith(f"{version.prefix}/")}
    assert routes == below


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
def test_every_route_leads_to_an_operation_of_today(version: Version) -> None:
    today = _operations(json.loads(contract.contract_json()))
    for each in version.routes:
        assert (each.method, PREFIX + (each.today or each.path)) in today


@pytest.mark.parametrize("case", _cases("get"))
async def test_a_row_is_made_and_read_in_the_words_of_then(
    client: AsyncClient, session: AsyncSession, case: Case
) -> None:
    version, route, resource = case
    body = await body_for(session, resource, "create")
    then = route.body.then(body) if route.body else body
    answer = await client.post(_at(version, route.path), json=then)
    assert answer.status_code == 201, answer.text
    place = answer.headers["Location"]
    assert place.startswith(f"{version.prefix}{route.path}/")
    assert "successor-version" in answer.headers["Link"]
    older = await client.get(f"http://test{place}")
    assert older.json() == answer.json()
    key = place.removeprefix(f"{version.prefix}{route.path}")
    now = await client.get(f"http://test{PREFIX}{resource.path}{key}")
    shown = now.json()
    assert older.json() == (route.answer.then(shown) if route.answer else shown)
    node = _contract_of(version)["paths"][version.prefix + route.path]["post"]
    schema = node["responses"]["201"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    said = _contract_of(version)["components"]["schemas"][name]
    assert older.json().keys() <= said["properties"].keys()
    assert older.json().keys() >= {*said["required"]}


@pytest.mark.parametrize("case", _cases("list"))
async def test_lists_are_linked_in_the_words_of_then(
    client: AsyncClient, session: AsyncSession, case: Case
) -> None:
    version, route, resource = case
    body = await body_for(session, resource, "create")
    then = route.body.then(body) if route.body else body
    made = await client.post(_at(version, route.path), json=then)
    listed = await client.get(_at(version, route.path), params={"limit": 1})
    assert made.json().keys() >= listed.json()["data"][0].keys()
    for link in filter(None, listed.json().get("links", {}).values()):
        assert link.startswith(f"{version.prefix}{route.path}?")


@pytest.mark.parametrize("case", _cases())
async def test_what_has_come_since_is_unknown(
    client: AsyncClient, session: AsyncSession, case: Case
) -> None:
    version, route, resource = case
    shape = route.body
    body = await body_for(session, resource, "create")
    hidden = {*shape.names, *shape.since} - {*shape.names.values()} if shape else set()
    for name in hidden & body.keys():
        then = shape.then(body) if shape else body
        given = then | {name: body[name]}
        answer = await client.post(_at(version, route.path), json=given)
        assert_refused(answer, 422, "VALIDATION_ERROR", name)


@pytest.mark.parametrize("case", _cases("get", "replace", "update"))
async def test_a_row_that_is_replaced_keeps_what_has_come_since(
    client: AsyncClient, session: AsyncSession, case: Case
) -> None:
    version, route, resource = case
    made = await client.post(
        resource.path, json=await body_for(session, resource, "create")
    )
    key = made.headers["Location"].removeprefix(f"{PREFIX}{resource.path}")
    body = await body_for(session, resource, "replace")
    then = route.body.then(body) if route.body else body
    answer = await client.put(_at(version, f"{route.path}{key}"), json=then)
    if answer.status_code == 405:
        return  # the version has no such operation
    assert answer.status_code == 200, answer.text
    now = (await client.get(f"{resource.path}{key}")).json()
    for name in route.body.since & now.keys() if route.body else ():
        assert now[name] == made.json()[name]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
async def test_what_a_version_has_not_is_not_found(
    client: AsyncClient, version: Version
) -> None:
    answer = await client.get(_at(version, "/no-such-path"))
    assert_refused(answer, 404, "NOT_FOUND")


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
async def test_who_has_to_sign_in_today_has_to_then(
    migrated: Settings, version: Version
) -> None:
    app = create_app(migrated)
    paths = _contract_of(version)["paths"]
    closed = [
        (method, re.sub(r"\{.*?\}", str(UUID(int=0)), path))
        for method, path in sorted(_operations({"paths": paths}))
        if {} not in paths[path][method.lower()].get("security", [{}])
    ]
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        for method, path in closed:
            answer = await client.request(method, path)
            assert_refused(answer, 401, answer.json()["code"])


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.name)
async def test_a_retired_version_is_gone(migrated: Settings, version: Version) -> None:
    changes = {"retired_versions": (version.name,)}
    app = create_app(migrated.model_copy(update=changes))
    async with AsyncClient(transport=ASGITransport(app)) as client:
        answer = await client.get(_at(version, "/openapi.json"))
    assert_refused(answer, 410, "GONE")
