"""Two tenants: that of all tests which are about something else, and another one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa
from fastapi import FastAPI
from starlette.requests import HTTPConnection

from helpdesk.core.db.database import Database
from helpdesk.core.security.principal import Principal
from helpdesk.core.security.tenants import within
from helpdesk.models.tenants import Tenant
from tests.asking import ASKING

TENANT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)

made_for: ContextVar[uuid.UUID] = ContextVar("made_for", default=TENANT)
"""The tenant of the rows that a test makes."""


async def store_tenant(database: Database) -> None:
    """Store both tenants, unless a test has left them there."""
    names = {TENANT: "Ours", OTHER: "Theirs"}
    async with database.engine.begin() as connection:
        known = {*await connection.scalars(sa.select(Tenant.id))}
        rows = [{"id": e, "name": name} for e, name in names.items() if e not in known]
        if rows:
            await connection.execute(sa.insert(Tenant), rows)


def ours(principal: Principal) -> Principal:
    """Return a principal in the tenant of all tests."""
    return within(principal, TENANT)


@contextmanager
def rows_of(tenant: uuid.UUID) -> Iterator[None]:
    """Have rows made for a tenant."""
    before = made_for.set(tenant)
    try:
        yield
    finally:
        made_for.reset(before)


@contextmanager
def asked_by(app: FastAPI, principal: Principal) -> Iterator[None]:
    """Have every request be of a principal."""

    async def asking(_connection: HTTPConnection) -> Principal:
        return principal

    before = ASKING[app]
    ASKING[app] = asking
    try:
        yield
    finally:
        ASKING[app] = before
