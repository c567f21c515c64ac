"""PostgreSQL's own policies, as the application's role meets them on pooled connections."""

import asyncio
import dataclasses
import random
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from helpdesk.core.context import Context
from helpdesk.core.db.database import Database
from helpdesk.core.db.tenant_connections import REACH
from helpdesk.core.db.unit_of_work import reading, unit_of_work
from helpdesk.core.errors import UnavailableError
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.security.principal import SYSTEM, Principal
from helpdesk.core.security.tenants import across, within
from helpdesk.models.base import Base
from helpdesk.resources import Resources
from helpdesk.settings import Settings
from tests.api.resources import RESOURCES
from tests.factory import create
from tests.tenants import OTHER, TENANT, rows_of

_MODEL: Any = next(each.model for each in RESOURCES if hasattr(each.model, "tenant_id"))
_ROLE, _PASSWORD = "tenants_app", "tenants_app"
_WHOSE = sa.select(_MODEL.tenant_id).distinct()


@pytest_asyncio.fixture
async def url(
    migrated: Settings, emptied: Database, session: AsyncSession
) -> AsyncIterator[str]:
    """The database with a row of each tenant, for a role that is held to policies."""
    if emptied.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no policies.")
    await create(session, _MODEL)
    with rows_of(OTHER):
        await create(session, _MODEL)
    async with emptied.engine.begin() as connection:
        await _forget(connection)
        for statement in (
            f"CREATE ROLE {_ROLE} LOGIN NOSUPERUSER PASSWORD '{_PASSWORD}'",
            f"GRANT USAGE ON SCHEMA public TO {_ROLE}",
            f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {_ROLE}",
        ):
            await connection.exec_driver_sql(statement)
    owner = sa.make_url(migrated.database_url)
    role = owner.set(username=_ROLE, password=_PASSWORD)
    yield role.render_as_string(hide_password=False)
    async with emptied.engine.begin() as connection:
        await _forget(connection)


async def _forget(connection: AsyncConnection) -> None:
    known = "SELECT 1 FROM pg_roles WHERE rolname = :role"
    if await connection.scalar(sa.text(known), {"role": _ROLE}):
        await connection.exec_driver_sql(f"DROP OWNED BY {_ROLE}")
        await connection.exec_driver_sql(f"DROP ROLE {_ROLE}")


@pytest_asyncio.fixture
async def walled(app: FastAPI, url: str) -> AsyncIterator[Resources]:
    """The application's resources on two connections of such a role."""
    database = Database(url, Base.metadata, pool_size=2)
    yield dataclasses.replace(resources_of(app), database=database)
    await database.close()


def _in(tenant: uuid.UUID | None) -> Context:
    principal: Principal = across(SYSTEM) if tenant is None else within(SYSTEM, tenant)
    return Context(principal=principal)


async def _read(resources: Resources, tenant: uuid.UUID | None) -> set[uuid.UUID]:
    async with reading(resources, _in(tenant)) as work:
        return {*await work.session.scalars(_WHOSE)}


async def _written(resources: Resources, tenant: uuid.UUID | None) -> set[uuid.UUID]:
    async with unit_of_work(resources, _in(tenant)) as work:
        return {*await work.session.scalars(_WHOSE)}


async def test_every_table_of_tenants_is_held_to_its_policies_by_force(
    emptied: Database,
) -> None:
    if emptied.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no policies.")
    forced = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    async with emptied.engine.connect() as connection:
        found = {*await connection.scalars(sa.text(forced))}
    tables = Base.metadata.tables.values()
    # Accounts, and what waits for a worker, may be of no tenant, and are looked up for all.
    whose = {t.name: t.c.tenant_id for t in tables if "tenant_id" in t.c}
    divided = {name for name, column in whose.items() if not column.nullable}
    assert found >= divided


async def test_a_session_sees_the_rows_of_its_tenant(walled: Resources) -> None:
    for tenant in (TENANT, OTHER, TENANT):
        assert await _read(walled, tenant) == {tenant}
        assert await _written(walled, tenant) == {tenant}
    assert await _read(walled, None) == {TENANT, OTHER}
    assert await _written(walled, None) == {TENANT, OTHER}


async def test_a_connection_without_a_session_of_ours_sees_nothing(
    walled: Resources,
) -> None:
    await _read(walled, TENANT)
    for _ in range(3):
        async with walled.database.engine.connect() as connection:
            assert [*await connection.scalars(_WHOSE)] == []
    async with AsyncSession(walled.database.engine) as session:
        assert [*await session.scalars(_WHOSE)] == []
    async with reading(walled) as work:  # of an anonymous principal
        assert [*await work.session.scalars(_WHOSE)] == []


async def test_no_statement_writes_a_row_of_another_tenant(walled: Resources) -> None:
    move = sa.update(_MODEL.__table__).values(tenant_id=OTHER)
    with pytest.raises(DBAPIError, match="row-level security"):
        async with unit_of_work(walled, _in(TENANT)) as work:
            await work.session.execute(move)
    take = sa.update(_MODEL.__table__).where(_MODEL.tenant_id == OTHER)
    async with unit_of_work(walled, _in(TENANT)) as work:
        taken: Any = await work.session.execute(take.values(tenant_id=TENANT))
    assert taken.rowcount == 0


@contextmanager
def _settings(resources: Resources) -> Iterator[list[str]]:
    """Note the statements that set a connection to a tenant."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "set_config" in statement:
            asked.append(statement)

    engine = resources.database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", note)


async def test_a_connection_is_set_only_where_that_differs(walled: Resources) -> None:
    with _settings(walled) as asked:
        for tenant in (TENANT, TENANT, TENANT, OTHER, OTHER):
            await _read(walled, tenant)
    assert len(asked) == 2


async def test_a_savepoint_is_set_as_the_transaction_around_it(
    walled: Resources,
) -> None:
    with _settings(walled) as asked:
        async with unit_of_work(walled, _in(TENANT)) as work:
            for _ in range(2):
                async with work.session.begin_nested():
                    assert {*await work.session.scalars(_WHOSE)} == {TENANT}
    assert len(asked) == 1


async def test_a_write_leaves_no_setting_behind(walled: Resources) -> None:
    await _read(walled, TENANT)
    with pytest.raises(RuntimeError):
        async with unit_of_work(walled, _in(OTHER)) as work:
            assert {*await work.session.scalars(_WHOSE)} == {OTHER}
            raise RuntimeError
    assert await _read(walled, TENANT) == {TENANT}
    assert await _written(walled, OTHER) == {OTHER}
    assert await _read(walled, TENANT) == {TENANT}


async def test_a_pooler_of_transactions_is_left_no_setting(
    app: FastAPI, url: str
) -> None:
    database = Database(url, Base.metadata, pool_size=1, pooler="transaction")
    resources = dataclasses.replace(resources_of(app), database=database)
    try:
        for tenant in (TENANT, OTHER, None):
            expected = {TENANT, OTHER} if tenant is None else {tenant}
            assert await _read(resources, tenant) == expected
            async with database.engine.connect() as connection:
                shown = "SELECT current_setting('app.tenant', true)"
                assert not await connection.scalar(sa.text(shown))
                assert REACH not in await connection.run_sync(lambda c: c.info)
    finally:
        await database.close()


async def test_no_error_or_cancellation_leaves_a_connection_to_the_wrong_tenant(
    walled: Resources,
) -> None:
    """Three dozen tasks on two connections: each fails in its own way, or is stopped."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    seen: list[tuple[uuid.UUID | None, set[uuid.UUID]]] = []

    async def ask(tenant: uuid.UUID | None, way: int, patience: float) -> None:
        opened = (reading, unit_of_work)[way % 2]
        try:
            async with (
                asyncio.timeout(patience),
                opened(walled, _in(tenant)) as work,
            ):
                seen.append((tenant, {*await work.session.scalars(_WHOSE)}))
                if way > 1:
                    await work.session.execute(sa.text("SELECT 1 / 0"))
                await work.session.execute(sa.text("SELECT pg_sleep(0.002)"))
                seen.append((tenant, {*await work.session.scalars(_WHOSE)}))
        except (DBAPIError, TimeoutError, UnavailableError):
            pass

    for _ in range(8):
        tasks = [
            asyncio.create_task(
                ask(
                    chance.choice((TENANT, OTHER, None)),
                    chance.randrange(4),
                    chance.choice((0.001, 0.004, 0.02, 5)),
                )
            )
            for _ in range(36)
        ]
        await asyncio.sleep(0.004)
        for task in chance.sample(tasks, 6):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert len(seen) > 40
    for tenant, found in seen:
        assert found == ({TENANT, OTHER} if tenant is None else {tenant})
    assert await _read(walled, TENANT) == {TENANT}
    assert await _read(walled, OTHER) == {OTHER}
