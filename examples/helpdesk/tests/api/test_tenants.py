"""What a tenant has is not there for another one, whichever way it is asked for."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from helpdesk.core.context import Context
from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.security.principal import SYSTEM
from helpdesk.core.security.tenants import across, within
from helpdesk.models.base import Base
from tests.factory import body_for, create, resource_of
from tests.support import assert_refused, walk
from tests.tenants import OTHER, TENANT, asked_by, rows_of

from .resource import Reference, Resource, as_parameter
from .resources import RESOURCES

_THEIRS = within(SYSTEM, OTHER)
_DIVIDED = [each for each in RESOURCES if hasattr(each.model, "tenant_id")]


def _having(operation: str) -> list[Resource[Any]]:
    return [each for each in _DIVIDED if operation in each.operations]


def _references(operation: str) -> list[Any]:
    """Return the references from tenants' rows to tenants' rows."""
    return [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in _having(operation)
        for reference in resource.references
        if reference.target in {each.model for each in _DIVIDED}
    ]


@pytest.mark.parametrize("resource", _having("get"), ids=str)
async def test_a_row_of_another_tenant_is_not_there(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await create(session, resource.model))
    assert (await client.get(path)).status_code == 200
    with asked_by(app, _THEIRS):
        hidden = await client.get(path)
        missing = await client.get(resource.path_to_nothing())
    assert_refused(hidden, 404, "NOT_FOUND")
    assert hidden.json()["error"]["message"] == missing.json()["error"]["message"]


@pytest.mark.parametrize("operation", ["replace", "update", "delete"])
@pytest.mark.parametrize("resource", _DIVIDED, ids=str)
async def test_a_row_of_another_tenant_is_not_written(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
) -> None:
    if operation not in resource.operations:
        pytest.skip("There is no such operation.")
    path = resource.path_to(await create(session, resource.model))
    with asked_by(app, _THEIRS), rows_of(OTHER):
        if operation == "delete":
            answer = await client.delete(path)
        else:
            body = await body_for(session, resource, operation)
            method = "PUT" if operation == "replace" else "PATCH"
            answer = await client.request(method, path, json=body)
    assert_refused(answer, 404, "NOT_FOUND")


@pytest.mark.parametrize("resource", _having("list"), ids=str)
async def test_a_list_and_its_total_are_of_one_tenant(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    ours = await create(session, resource.model)
    with rows_of(OTHER):
        theirs = await create(session, resource.model)
    for principal, entity in ((within(SYSTEM, TENANT), ours), (_THEIRS, theirs)):
        own = [to_jsonable_python(getattr(entity, name)) for name in resource.key]
        with asked_by(app, principal):
            found = await walk(client, resource.path)
            listed = (await client.get(resource.path)).json()
        assert [[each[name] for name in resource.key] for each in found] == [own]
        assert listed["pagination"].get("total", 1) == 1
    with asked_by(app, across(SYSTEM)):
        assert len(await walk(client, resource.path)) == 2


@pytest.mark.parametrize("resource", _having("list"), ids=str)
async def test_no_filter_finds_rows_of_another_tenant(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    entity = await create(session, resource.model)
    given = {
        each.parameter: as_parameter(getattr(entity, each.attribute))
        for each in resource.filters
        if each.operator == "eq" and getattr(entity, each.attribute) is not None
    }
    if searched := getattr(resource, "search", None):
        given["q"] = str(getattr(entity, searched))
    with asked_by(app, _THEIRS):
        for name, value in given.items():
            answer = await client.get(resource.path, params={name: value})
            assert answer.json()["data"] == [], name


@pytest.mark.parametrize(("resource", "reference"), _references("create"))
async def test_a_reference_to_a_row_of_another_tenant_is_one_to_nothing(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    body = await body_for(session, resource, "create")
    with rows_of(OTHER):
        theirs = await create(session, reference.target)
    fields = resource.bodies["create"].model_fields
    names = {each: fields[each].alias or each for each in reference.columns}
    key = reference.to(theirs)
    body |= {names[each]: to_jsonable_python(key[each]) for each in key}
    answer = await client.post(resource.path, json=body)
    assert_refused(answer, 409, "CONFLICT", next(iter(names.values())))


@pytest.mark.parametrize(("resource", "reference"), _references("list"))
async def test_what_stands_under_a_row_of_another_tenant_is_not_there(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    parent = await create(session, reference.target)
    await create(session, resource.model, **reference.to(parent))
    path = resource_of(reference.target).path_to(parent)
    for name in reference.lists:
        assert len(await walk(client, f"{path}/{name}")) == 1
        with asked_by(app, _THEIRS):
            answer = await client.get(f"{path}/{name}")
        assert_refused(answer, 404, "NOT_FOUND")


@pytest.mark.parametrize(
    "resource", [each for each in _having("create") if not each.repeatable], ids=str
)
async def test_what_is_unique_is_so_in_each_tenant(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    assert (await client.post(resource.path, json=body)).status_code == 201
    again = await client.post(resource.path, json=body)
    assert_refused(again, 409, "CONFLICT")
    assert "tenant" not in again.text
    with rows_of(OTHER):
        own = await body_for(session, resource, "create")
    fields = resource.bodies["create"].model_fields
    required = {
        fields[column].alias or column
        for reference in resource.references
        for column in fields.keys() & reference.columns.keys()
    }
    body |= {name: own[name] for name in required & own.keys()}
    with asked_by(app, _THEIRS):
        answer = await client.post(resource.path, json=body)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(
    ("resource", "name"),
    [
        pytest.param(resource, name, id=f"{resource}-{name}")
        for resource in _DIVIDED
        for name in resource.finders
    ],
)
async def test_a_finder_finds_no_row_of_another_tenant(
    session: AsyncSession, resource: Resource[Any], name: str
) -> None:
    stored = await create(session, resource.model)
    values = [getattr(stored, attribute) for attribute in resource.finders[name]]
    work = UnitOfWork(session, Context(principal=_THEIRS))
    assert await getattr(resource.repository(work), name)(*values) is None


@pytest.mark.parametrize("resource", _having("create"), ids=str)
async def test_a_body_names_no_tenant_and_is_shown_none(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    body = await body_for(session, resource, "create")
    named = await client.post(resource.path, json=body | {"tenant_id": str(OTHER)})
    assert_refused(named, 422, "VALIDATION_ERROR", "tenant_id")
    answer = await client.post(resource.path, json=body)
    assert answer.status_code == 201, answer.text
    assert str(TENANT) not in answer.text


def _own_keys(model: type[Base]) -> bool:
    """Tell whether each tenant may have the same keys."""
    return "tenant_id" in {each.name for each in sa.inspect(model).primary_key}


def _keyed() -> list[Any]:
    """Return what every tenant may have under the same key, whatever that refers to."""
    return [
        pytest.param(resource, id=str(resource))
        for resource in _having("get")
        if _own_keys(resource.model)
        and all(
            _own_keys(reference.target)
            for reference in resource.references
            if not reference.columns.keys().isdisjoint(resource.key)
        )
    ]


async def _with_key(
    session: AsyncSession, model: type[Any], key: dict[str, Any]
) -> Any:
    """Store a row of this key, after those to which the key refers."""
    for reference in resource_of(model).references:
        if reference.columns.keys() <= key.keys():
            there = {at.key: key[here] for here, at in reference.columns.items()}
            await _with_key(session, reference.target, there)
    return await create(session, model, **key)


async def _both(
    session: AsyncSession, resource: Resource[Any]
) -> tuple[Any, Any, dict[str, Any]]:
    """Store a row of each tenant under one key."""
    ours = await create(session, resource.model)
    key = {name: getattr(ours, name) for name in resource.key}
    with rows_of(OTHER):
        return ours, await _with_key(session, resource.model, key), key


@pytest.mark.parametrize("resource", _keyed())
async def test_two_tenants_have_rows_of_one_key(
    session: AsyncSession, resource: Resource[Any]
) -> None:
    ours, theirs, key = await _both(session, resource)
    assert resource.path_to(ours) == resource.path_to(theirs)
    for principal, row in ((within(SYSTEM, TENANT), ours), (_THEIRS, theirs)):
        work = UnitOfWork(session, Context(principal=principal))
        found = await resource.repository(work).find(*key.values())
        assert found is row


@pytest.mark.parametrize("resource", _keyed())
async def test_a_key_writes_no_row_of_another_tenant(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    ours, _, _ = await _both(session, resource)
    path = resource.path_to(ours)
    before = (await client.get(path)).json()
    with asked_by(app, _THEIRS):
        if "update" in resource.operations:
            with rows_of(OTHER):
                body = await body_for(session, resource, "update")
            answer = await client.patch(path, json=body)
            assert answer.status_code == 200, answer.text
        if "delete" in resource.operations:
            assert (await client.delete(path)).status_code == 204
            assert_refused(await client.get(path), 404, "NOT_FOUND")
    assert (await client.get(path)).json() == before


@pytest.mark.parametrize("resource", _keyed())
async def test_a_key_is_of_no_one_row_across_tenants(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    ours, _, _ = await _both(session, resource)
    path = resource.path_to(ours)
    with asked_by(app, across(SYSTEM)):
        for method in ("GET", "DELETE"):
            if method == "GET" or "delete" in resource.operations:
                answer = await client.request(method, path)
                assert_refused(answer, 422, "VALIDATION_ERROR", "X-Tenant")
        if "list" in resource.operations:
            assert len(await walk(client, resource.path)) == 2


@pytest.mark.parametrize(
    ("resource", "reference"),
    [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in _having("list")
        for reference in resource.references
        if reference.target in {each.values[0].model for each in _keyed()}
    ],
)
async def test_what_stands_under_a_key_is_of_one_tenant(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    target = resource_of(reference.target)
    ours, theirs, _ = await _both(session, target)
    row = await create(session, resource.model, **reference.to(ours))
    with rows_of(OTHER):
        other = await create(session, resource.model, **reference.to(theirs))
    for principal, own in ((within(SYSTEM, TENANT), row), (_THEIRS, other)):
        keys = [to_jsonable_python(getattr(own, name)) for name in resource.key]
        paths = [resource.path]
        paths += [f"{target.path_to(ours)}/{name}" for name in reference.lists]
        with asked_by(app, principal):
            for path in paths:
                found = await walk(client, path)
                assert [[each[n] for n in resource.key] for each in found] == [keys]
    if "delete" in target.operations and reference.restricts:
        assert_refused(await client.delete(target.path_to(ours)), 409, "CONFLICT")
