"""What clients are shown of who made and changed a row, and what is left of an erased one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from shop.core.context import Context
from shop.core.db.unit_of_work import UnitOfWork
from shop.core.http.dependencies import resources_of
from shop.core.personal.commands import erase
from shop.core.security.principal import Principal
from shop.models.accounts import Account
from shop.models.base import Base
from tests.asking import ASKING
from tests.factory import body_for, create
from tests.principals import TESTER
from tests.support import assert_refused

from .resource import Resource
from .resources import RESOURCES, having

_EACH = [each for each in RESOURCES if each.audited]
_COLUMNS = ("created_by_id", "updated_by_id")


def _values(entity: Base) -> dict[str, Any]:
    """Return what a row says beside who wrote it."""
    names = sa.inspect(type(entity)).column_attrs.keys()
    return {name: getattr(entity, name) for name in names if name not in _COLUMNS}


@contextmanager
def _asked_by(app: FastAPI, account: UUID) -> Iterator[None]:
    """Have every request be of an account, which is held to no rule."""

    async def asking(_connection: HTTPConnection) -> Principal:
        return replace(TESTER, id=account)

    before = ASKING[app]
    ASKING[app] = asking
    try:
        yield
    finally:
        ASKING[app] = before


@pytest.mark.parametrize(
    "resource", [each for each in having("create") if each.audited], ids=str
)
async def test_a_new_row_says_whose_request_made_it(
    app: FastAPI, client: AsyncClient, session: AsyncSession, resource: Resource[Any]
) -> None:
    account = await create(session, Account)
    body = await body_for(session, resource, "create")
    with _asked_by(app, account.id):
        answer = await client.post(resource.path, json=body)
    assert answer.status_code == 201, answer.text
    assert [answer.json()[name] for name in _COLUMNS] == [str(account.id)] * 2


@pytest.mark.parametrize(
    "resource", [each for each in having("create") if each.audited], ids=str
)
@pytest.mark.parametrize("name", _COLUMNS)
async def test_no_request_says_it_of_somebody_else(
    client: AsyncClient, session: AsyncSession, resource: Resource[Any], name: str
) -> None:
    account = await create(session, Account)
    body = await body_for(session, resource, "create")
    answer = await client.post(resource.path, json=body | {name: str(account.id)})
    assert_refused(answer, 422, "VALIDATION_ERROR", name)


@pytest.mark.parametrize(
    ("resource", "operation", "method"),
    [
        pytest.param(resource, operation, method, id=f"{resource}-{operation}")
        for operation, method in (("replace", "PUT"), ("update", "PATCH"))
        for resource in having(operation)
        if resource.audited
    ],
)
async def test_a_changed_row_says_whose_request_changed_it_last(
    app: FastAPI,
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    operation: str,
    method: str,
) -> None:
    maker, account = [await create(session, Account) for _ in range(2)]
    made = dict.fromkeys(_COLUMNS, maker.id)
    stored = await create(session, resource.model, **made)
    path, before = resource.path_to(stored), _values(stored)
    body = await body_for(session, resource, operation)
    with _asked_by(app, account.id):
        answer = await client.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    await session.refresh(stored)
    assert stored.created_by_id == maker.id
    # What says what is there already changes nothing.
    changed = _values(stored) != before or stored.updated_by_id == account.id
    assert stored.updated_by_id == (account.id if changed else maker.id)
    shown = [answer.json()[name] for name in _COLUMNS]
    assert shown == [str(getattr(stored, name)) for name in _COLUMNS]


@pytest.mark.parametrize(
    "resource",
    [each for each in _EACH if hasattr(each.model, "deleted_at")],
    ids=str,
)
async def test_a_deleted_row_that_stays_says_who_deleted_it(
    session: AsyncSession, resource: Resource[Any]
) -> None:
    maker, account = [await create(session, Account) for _ in range(2)]
    made = dict.fromkeys(_COLUMNS, maker.id)
    stored = await create(session, resource.model, **made)
    work = UnitOfWork(session, Context(principal=replace(TESTER, id=account.id)))
    await resource.repository(work).remove(stored)
    await session.commit()
    await session.refresh(stored)
    assert (stored.created_by_id, stored.updated_by_id) == (maker.id, account.id)


@pytest.mark.parametrize("resource", _EACH, ids=str)
async def test_an_erased_account_is_taken_out_of_the_rows_of_others(
    app: FastAPI, session: AsyncSession, resource: Resource[Any]
) -> None:
    account = await create(session, Account)
    made = dict.fromkeys(_COLUMNS, account.id)
    stored = await create(session, resource.model, **made)
    await erase(resources_of(app), str(account.id), really=True)
    await session.refresh(stored)
    assert (stored.created_by_id, stored.updated_by_id) == (None, None)
