"""Which tenant something is done in, and what the database itself refuses."""

import asyncio
import uuid
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from helpdesk.core import tenants as program
from helpdesk.core.context import Context
from helpdesk.core.db.database import Database
from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.errors import DomainError, InvalidError
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.http.tenants import HEADER, in_their_tenant
from helpdesk.core.security.errors import ForbiddenError, UnauthenticatedError
from helpdesk.core.security.principal import ANONYMOUS, SYSTEM, Grants, Principal
from helpdesk.core.security.tenants import across, within, works_across
from helpdesk.core.tenants import CommandError, adopt, assign, create
from helpdesk.models.accounts import Account
from helpdesk.models.base import Base
from helpdesk.settings import Settings
from tests import factory
from tests.api.resources import RESOURCES
from tests.tenants import OTHER, TENANT, rows_of

_MODELS = {each.model.__table__: each.model for each in RESOURCES}
_WALLS = [
    pytest.param(table, key, id=str(key.name))
    for table in Base.metadata.tables.values()
    for key in sorted(table.foreign_key_constraints, key=lambda each: str(each.name))
    if len(key.columns) > 1 and "tenant_id" in key.columns
]


def _person(account: uuid.UUID | None, *permissions: str) -> Principal:
    grants = Grants("person", permissions=frozenset(permissions))
    return Principal(grants, account)


def _request(app: FastAPI, tenant: str | None) -> Request:
    headers = {} if tenant is None else {HEADER: tenant}
    return cast("Request", SimpleNamespace(app=app, headers=headers))


async def _account(session: AsyncSession, tenant: uuid.UUID | None) -> uuid.UUID:
    account = Account(email=f"{uuid.uuid4()}@example.com", tenant_id=tenant)
    session.add(account)
    await session.commit()
    return account.id


async def test_an_account_works_in_its_own_tenant(
    app: FastAPI, session: AsyncSession
) -> None:
    person = _person(await _account(session, OTHER))
    for asked in (None, str(OTHER)):
        found = await in_their_tenant(_request(app, asked), person)
        assert found.tenant == OTHER
        assert not works_across(found.grants)


async def test_of_two_accounts_each_works_in_its_own(
    app: FastAPI, session: AsyncSession
) -> None:
    tenants = (OTHER, TENANT)
    accounts = [await _account(session, each) for each in tenants]
    for account, tenant in zip(accounts, tenants, strict=True):
        found = await in_their_tenant(_request(app, None), _person(account))
        assert found.tenant == tenant


async def test_an_account_of_nobody_works_in_no_tenant(
    app: FastAPI, session: AsyncSession
) -> None:
    person = _person(await _account(session, None), "*")
    for each in (person, ANONYMOUS):
        found = await in_their_tenant(_request(app, None), each)
        assert found.tenant is None
        assert not works_across(found.grants)


@pytest.mark.parametrize("asked", [str(TENANT), "*"])
async def test_nobody_leaves_their_tenant(
    app: FastAPI, session: AsyncSession, asked: str
) -> None:
    person = _person(await _account(session, OTHER), "*", "tenant:*")
    with pytest.raises(ForbiddenError):
        await in_their_tenant(_request(app, asked), person)


@pytest.mark.parametrize(
    ("asked", "permission"), [(str(TENANT), "tenant:any"), ("*", "tenant:switch")]
)
async def test_the_platform_needs_the_permission_by_its_name(
    app: FastAPI, session: AsyncSession, asked: str, permission: str
) -> None:
    person = _person(await _account(session, None), "*", permission)
    with pytest.raises(ForbiddenError):
        await in_their_tenant(_request(app, asked), person)


async def test_the_platform_names_its_tenant_or_works_in_every_one(
    app: FastAPI, session: AsyncSession
) -> None:
    person = _person(await _account(session, None), "tenant:switch", "tenant:any")
    found = await in_their_tenant(_request(app, str(TENANT)), person)
    assert found.tenant == TENANT
    assert not works_across(found.grants)
    every = await in_their_tenant(_request(app, "*"), person)
    assert every.tenant is None
    assert works_across(every.grants)
    with pytest.raises(InvalidError):
        await in_their_tenant(_request(app, "theirs"), person)


def test_the_system_works_in_every_tenant_unless_it_names_one() -> None:
    assert works_across(SYSTEM.grants)
    assert not works_across(within(SYSTEM, TENANT).grants)
    assert within(SYSTEM, TENANT).grants is within(SYSTEM, OTHER).grants
    assert across(within(SYSTEM, TENANT)).tenant is None


@pytest.mark.parametrize(
    ("principal", "refusal"),
    [
        (_person(uuid.UUID(int=3)), ForbiddenError),
        (across(_person(uuid.UUID(int=3))), ForbiddenError),
        (ANONYMOUS, UnauthenticatedError),
    ],
)
async def test_nothing_is_stored_without_a_tenant(
    session: AsyncSession, principal: Principal, refusal: type[DomainError]
) -> None:
    work = UnitOfWork(session, Context(principal=principal))
    for resource in RESOURCES:
        stamp = resource.repository.insert_stamps.get("tenant_id")
        if stamp is not None:
            with pytest.raises(refusal):
                stamp(work.context)


@pytest.mark.parametrize(("table", "key"), _WALLS)
async def test_the_database_refuses_a_reference_across_tenants(
    database: Database,
    session: AsyncSession,
    table: sa.Table,
    key: sa.ForeignKeyConstraint,
) -> None:
    with rows_of(OTHER):
        theirs = await factory.create(session, _MODELS[key.referred_table])
    owns = [each for each in key.elements if each.parent.name != "tenant_id"]
    held = {each.parent: getattr(theirs, each.column.key) for each in owns}
    if table in _MODELS:
        row = await factory.create(session, _MODELS[table])
        same = (each == getattr(row, each.key) for each in table.primary_key)
        statement: Any = sa.update(table).where(*same).values(held)
    else:
        (other,) = (
            each
            for constraint in table.foreign_key_constraints
            for each in constraint.elements
            if len(constraint.elements) == 1 and each.parent not in held
        )
        ours = await factory.create(session, _MODELS[other.column.table])
        held |= {other.parent: getattr(ours, other.column.key)}
        statement = sa.insert(table).values(held | {table.c.tenant_id: TENANT})
    async with database.writing() as writing:
        with pytest.raises(IntegrityError):
            await writing.execute(statement)
            await writing.commit()
        await writing.rollback()  # SQLite leaves a transaction open that it can't commit


async def test_an_operator_puts_accounts_into_tenants(
    app: FastAPI, session: AsyncSession
) -> None:
    resources = resources_of(app)
    tenant = await create(resources, "Third")
    with pytest.raises(CommandError):
        await create(resources, "Third")
    account = await session.get_one(Account, await _account(session, None))
    assert account.email
    await assign(resources, account.email, "Third")
    await session.refresh(account)
    assert account.tenant_id == tenant
    await assign(resources, account.email, None)
    await session.refresh(account)
    assert account.tenant_id is None
    assert await adopt(resources, "Third") == 1
    await session.refresh(account)
    assert account.tenant_id == tenant
    with pytest.raises(CommandError):
        await adopt(resources, "Fourth")
    for email, name in (("nobody@example.com", "Third"), (account.email, "Fourth")):
        with pytest.raises(CommandError):
            await assign(resources, email, name)


async def test_the_commands_say_what_they_did_or_why_they_could_not(
    app: FastAPI,
    migrated: Settings,
    session: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def said(*arguments: str) -> str:
        failed = await asyncio.to_thread(program.main, arguments)
        captured = capsys.readouterr()
        assert failed == bool(captured.err)
        return captured.err or captured.out

    monkeypatch.setattr(program, "Settings", lambda: migrated)
    account = await session.get_one(Account, await _account(session, None))
    email, whose = str(account.email), sa.select(Account.tenant_id)
    tenant = uuid.UUID((await said("create", "Third")).strip())
    assert "already" in await said("create", "Third")
    assert await said("assign", email.upper(), "Third") == f"{account.id}\n"
    assert await session.scalar(whose) == tenant
    assert "no tenant" in await said("assign", email, "Fourth")
    assert await session.scalar(whose) == tenant
    assert await said("release", email) == f"{account.id}\n"
    assert await session.scalar(whose) is None
    assert await said("adopt", "Third") == "1\n"
    assert await session.scalar(whose) == tenant
    assert "no account" in await said("release", "nobody@example.com")
