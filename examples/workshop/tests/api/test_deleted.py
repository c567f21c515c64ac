"""Soft-deleted rows are answered exactly as rows that are not there."""

from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, create, resource_of
from tests.principals import system_work
from tests.support import assert_refused, writable
from workshop.models.base import Base

from .resource import Reference, Resource
from .resources import RESOURCES, having


def _is_hidden(model: type[Base]) -> bool:
    return hasattr(model, "deleted_at")


def _references(operation: str) -> list[Any]:
    """Return the references to soft-deleted rows that an operation can write."""
    return [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in having(operation)
        for reference in resource.references
        if reference.checked and _is_hidden(reference.target)
        if reference.columns.keys() <= writable(resource.bodies[operation])
    ]


async def _deleted(session: AsyncSession, model: type[Base]) -> Base:
    entity = await create(session, model)
    await resource_of(model).repository(system_work(session)).remove(entity)
    await session.commit()
    return entity


async def _referring_to_it(
    session: AsyncSession, resource: Resource[Any], reference: Reference
) -> tuple[dict[str, Any], str]:
    """Return what a client sends to refer to a deleted row, and the first field of it."""
    schema = next(iter(resource.bodies.values()))
    fields = schema.model_fields
    deleted = await _deleted(session, reference.target)
    values = {
        fields[here].alias or here: to_jsonable_python(value)
        for here, value in reference.to(deleted).items()
    }
    return values, next(iter(values))


@pytest.mark.parametrize(("resource", "reference"), _references("create"))
async def test_a_new_row_may_not_refer_to_a_deleted_one(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    body = await body_for(session, resource, "create")
    values, name = await _referring_to_it(session, resource, reference)
    answer = await client.post(resource.path, json=body | values)
    assert_refused(answer, 409, "CONFLICT", name)


@pytest.mark.parametrize(("resource", "reference"), _references("update"))
async def test_a_change_may_not_refer_to_a_deleted_row(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    stored = await create(session, resource.model)
    values, name = await _referring_to_it(session, resource, reference)
    answer = await client.patch(resource.path_to(stored), json=values)
    assert_refused(answer, 409, "CONFLICT", name)


@pytest.mark.parametrize(("resource", "reference"), _references("replace"))
async def test_a_replacement_may_not_refer_to_a_deleted_row(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    stored = await create(session, resource.model)
    body = await body_for(session, resource, "replace")
    values, name = await _referring_to_it(session, resource, reference)
    answer = await client.put(resource.path_to(stored), json=body | values)
    assert_refused(answer, 409, "CONFLICT", name)


@pytest.mark.parametrize(
    "resource", [each for each in having("get") if _is_hidden(each.model)], ids=str
)
async def test_a_deleted_row_is_not_there(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    path = resource.path_to(await _deleted(session, resource.model))
    assert_refused(await client.get(path), 404, "NOT_FOUND")
    names = [
        name
        for child in RESOURCES
        for reference in child.references
        if reference.target is resource.model
        for name in reference.lists
    ]
    for name in names:
        assert_refused(await client.get(f"{path}/{name}"), 404, "NOT_FOUND")


def _followed() -> list[Any]:
    """Return the references to rows that clients soft-delete without being refused."""
    return [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in having("get")
        for reference in resource.references
        if _is_hidden(reference.target) and not reference.restricts
        if "delete" in resource_of(reference.target).operations
    ]


def _rule(resource: Resource[Any], reference: Reference) -> str:
    """Return the ON DELETE of a reference."""
    mapper = sa.inspect(resource.model)
    names = {mapper.columns[here].name for here in reference.columns}
    (rule,) = (
        key.ondelete
        for key in mapper.local_table.foreign_key_constraints
        if {*key.column_keys} == names
    )
    return str(rule)


@pytest.mark.parametrize(("resource", "reference"), _followed())
async def test_a_row_follows_its_reference_to_a_deleted_one(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    target = await create(session, reference.target)
    row = await create(session, resource.model, **reference.to(target))
    path = resource_of(reference.target).path_to(target)
    assert (await client.delete(path)).status_code == 204
    answer = await client.get(resource.path_to(row))
    rule = _rule(resource, reference)
    if rule == "CASCADE":
        assert_refused(answer, 404, "NOT_FOUND")
        return
    assert answer.status_code == 200
    await session.refresh(row)
    kept = reference.to(target)
    expected = kept if rule == "RESTRICT" else dict.fromkeys(kept)
    assert {name: getattr(row, name) for name in kept} == expected
