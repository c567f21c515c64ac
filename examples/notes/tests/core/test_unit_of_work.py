"""Units of work, opened without a request."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from structlog.testing import capture_logs

from notes.core.db.unit_of_work import UnitOfWork, reading, unit_of_work
from notes.resources import Resources, open_resources
from notes.settings import Settings

_THINGS = sa.Table("core_work_things", sa.MetaData(), sa.Column("id", sa.Integer))


@pytest_asyncio.fixture
async def resources(migrated: Settings) -> AsyncIterator[Resources]:
    async with open_resources(migrated) as resources:
        async with resources.database.engine.begin() as connection:
            await connection.run_sync(_THINGS.create)
        yield resources
        async with resources.database.engine.begin() as connection:
            await connection.run_sync(_THINGS.drop)


async def _stored(resources: Resources) -> int:
    async with reading(resources) as work:
        count = sa.select(sa.func.count()).select_from(_THINGS)
        return await work.session.scalar(count) or 0


async def test_what_a_unit_of_work_did_is_stored_at_its_end(
    resources: Resources,
) -> None:
    seen: list[str] = []

    async def before() -> None:
        seen.append(f"before {await _stored(resources)}")

    async def after() -> None:
        seen.append(f"after {await _stored(resources)}")

    async with unit_of_work(resources) as work:
        work.after_commit(after)
        work.before_commit(before)
        await work.session.execute(sa.insert(_THINGS).values(id=1))
    assert seen == ["before 0", "after 1"]


async def test_a_unit_of_work_that_fails_stores_nothing(resources: Resources) -> None:
    seen: list[str] = []

    async def after() -> None:
        seen.append("after")

    async def write(work: UnitOfWork) -> None:
        work.after_commit(after)
        await work.session.execute(sa.insert(_THINGS).values(id=1))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        async with unit_of_work(resources) as work:
            await write(work)
    assert (seen, await _stored(resources)) == ([], 0)


async def test_what_fails_before_the_commit_stops_it(resources: Resources) -> None:
    async def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        async with unit_of_work(resources) as work:
            work.before_commit(fail)
            await work.session.execute(sa.insert(_THINGS).values(id=1))
    assert await _stored(resources) == 0


async def test_what_fails_after_the_commit_is_logged(resources: Resources) -> None:
    async def fail() -> None:
        raise RuntimeError

    with capture_logs() as lines:
        async with unit_of_work(resources) as work:
            work.after_commit(fail)
            await work.session.execute(sa.insert(_THINGS).values(id=1))
    assert [line["event"] for line in lines] == ["after_commit_failed"]
    assert await _stored(resources) == 1


async def test_reading_needs_no_transaction(resources: Resources) -> None:
    async with reading(resources) as work:
        connection = await work.session.connection()
        options = await connection.run_sync(lambda each: each.get_execution_options())
        assert options["isolation_level"] == "AUTOCOMMIT"
