"""Rows that were deleted, and come back."""

from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.principals import system_work
from tests.support import assert_refused, walk
from workshop.core.context import utc_now
from workshop.models.base import Base

from .resource import Reference, Resource
from .resources import RESOURCES

_EACH = [each for each in RESOURCES if each.restorable]


async def _deleted(session: AsyncSession, resource: Resource[Any]) -> Any:
    entity = await create(session, resource.model)
    await resource.repository(system_work(session)).remove(entity)
    await session.commit()
    return entity


async def _mark(session: AsyncSession, *entities: Base) -> None:
    """Mark rows as deleted, whatever refers to them."""
    for entity in entities:
        setattr(entity, "deleted_at", utc_now())  # noqa: B010 - not all have it
    await session.commit()


async def _restored(client: AsyncClient, resource: Resource[Any], entity: Any) -> Any:
    return await client.post(f"{resource.path_to(entity)}/restore")


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_a_deleted_row_is_listed_apart_until_it_is_restored(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await _deleted(session, resource)
    there = await create(session, resource.model)
    deleted = f"/deleted{resource.path}"
    [shown] = await walk(client, deleted)
    for key in resource.sorts:
        assert await walk(client, deleted, sort=key) == [shown]
    answer = await _restored(client, resource, stored)
    assert answer.status_code == 200, answer.text
    assert shown.keys() <= answer.json().keys()
    assert await walk(client, deleted) == []
    assert len(await walk(client, resource.path)) == 2
    for each in (stored, there):
        await session.refresh(each)
        assert each.deleted_at is None


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_a_row_that_is_there_is_not_restored(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    stored = await create(session, resource.model)
    answer = await _restored(client, resource, stored)
    assert_refused(answer, 404, "NOT_FOUND")
    answer = await client.post(f"{resource.path_to_nothing()}/restore")
    assert_refused(answer, 404, "NOT_FOUND")


def _unique() -> list[Any]:
    """Return what is unique among the rows that are there, as far as clients see it."""
    return [
        pytest.param(resource, index, id=f"{resource}-{index.name}")
        for resource in _EACH
        for index in sorted(
            sa.inspect(resource.model).local_table.indexes, key=lambda each: each.name
        )
        if index.unique and all(each.computed is None for each in index.columns)
    ]


def _same(entity: Base) -> list[sa.ColumnElement[bool]]:
    """Return that a row of a table is an entity's."""
    mapper = sa.inspect(type(entity))
    key = mapper.primary_key_from_instance(entity)
    return [own == value for own, value in zip(mapper.primary_key, key, strict=True)]


@pytest.mark.parametrize(("resource", "index"), _unique())
async def test_a_row_whose_place_is_taken_stays_deleted(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    index: sa.Index,
) -> None:
    stored = await _deleted(session, resource)
    held = sa.select(*index.columns).where(*_same(stored))
    values = (await session.execute(held)).one()
    if None in values:
        pytest.skip("what is missing takes nobody's place")
    other = await create(session, resource.model)
    taken = sa.update(sa.inspect(resource.model).local_table).where(*_same(other))
    taken = taken.values(dict(zip(index.columns, values, strict=True)))
    try:
        await session.execute(taken)
        await session.commit()
    except IntegrityError:
        await session.rollback()
        pytest.skip("no other row can be like this")
    answer = await _restored(client, resource, stored)
    assert_refused(answer, 409, "CONFLICT")
    await session.refresh(stored)
    assert stored.deleted_at is not None


def _references() -> list[Any]:
    """Return the references of rows that are restored to rows that may be deleted."""
    return [
        pytest.param(resource, reference, id=f"{resource}-{reference.name}")
        for resource in _EACH
        for reference in resource.references
        if hasattr(reference.target, "deleted_at")
    ]


@pytest.mark.parametrize(("resource", "reference"), _references())
async def test_a_row_is_not_restored_without_what_it_refers_to(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    reference: Reference,
) -> None:
    target = await create(session, reference.target)
    stored: Any = await create(session, resource.model, **reference.to(target))
    await _mark(session, stored, target)
    answer = await _restored(client, resource, stored)
    assert_refused(answer, 409, "CONFLICT")
    codes = {each["code"] for each in answer.json()["errors"]}
    assert codes == {"unknown_reference"}
    await session.refresh(stored)
    assert stored.deleted_at is not None
