import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from sqlalchemy.pool import QueuePool

from notes.core.http.dependencies import WritingDep, resources_of
from notes.main import create_app
from notes.resources import Resources
from notes.settings import Settings
from tests.support import asking, assert_refused

_SLOW = {
    "postgresql": "SELECT pg_sleep(30)",
    "sqlite": (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 3000000) SELECT max(i) FROM n"
    ),
}
"""A statement of each engine that takes longer than a request may."""

_ROWS = sa.Table("rows_to_keep", sa.MetaData(), sa.Column("id", sa.Integer))


@asynccontextmanager
async def _a_row(resources: Resources) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Have a table with a row, and count how many it has."""
    engine = resources.database.engine

    async def count() -> int:
        async with engine.connect() as connection:
            counted = sa.select(sa.func.count()).select_from(_ROWS)
            return await connection.scalar(counted) or 0

    async with engine.begin() as connection:
        await connection.run_sync(_ROWS.create)
        await connection.execute(sa.insert(_ROWS).values(id=1))
    try:
        yield count
    finally:
        async with engine.begin() as connection:
            await connection.run_sync(_ROWS.drop)


def _hurried(settings: Settings, seconds: float) -> FastAPI:
    """Return an application whose requests have little time, with some that need more."""
    changes = {"request_timeout": seconds, "database_pool_size": 1}
    app = create_app(settings.model_copy(update=changes))

    @app.post("/slow/code")
    async def slow_code(work: WritingDep) -> None:
        await work.session.execute(sa.delete(_ROWS))
        await asyncio.sleep(60)

    @app.post("/slow/statement")
    async def slow_statement(work: WritingDep) -> None:
        await work.session.execute(sa.delete(_ROWS))
        connection = await work.session.connection()
        await work.session.execute(sa.text(_SLOW[connection.dialect.name]))
        pytest.fail("a request goes on whose time is over")

    @app.post("/body")
    async def read(body: dict[str, int]) -> None:
        pytest.fail(f"a request goes on without its body: {body}")

    @app.post("/own")
    async def own() -> None:
        raise TimeoutError

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            yield "first, "
            await asyncio.sleep(seconds + 0.2)
            yield "last"

        return StreamingResponse(parts())

    return app


@pytest.mark.parametrize("kind", ["code", "statement"])
async def test_what_takes_too_long_is_answered_and_undone(
    migrated: Settings, kind: str
) -> None:
    app = _hurried(migrated, 0.3)
    async with asking(app) as client, _a_row(resources_of(app)) as count:
        for _ in range(2):  # of which each needs the one connection that there is
            answer = await client.post(f"/slow/{kind}")
            assert_refused(answer, 504, "GATEWAY_TIMEOUT")
        assert await count() == 1
        pool = resources_of(app).database.engine.pool
        if isinstance(pool, QueuePool):
            assert pool.checkedout() == 0


async def _drip() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.05)


async def test_a_body_that_does_not_arrive_is_not_waited_for(
    migrated: Settings,
) -> None:
    headers = {"Content-Type": "application/json"}
    async with asking(_hurried(migrated, 0.3)) as client:
        answer = await client.post("/body", content=_drip(), headers=headers)
    assert_refused(answer, 504, "GATEWAY_TIMEOUT")


async def test_an_answer_that_has_begun_is_finished(migrated: Settings) -> None:
    async with asking(_hurried(migrated, 1)) as client:
        assert (await client.get("/stream")).text == "first, last"


async def test_a_timeout_of_somebody_else_is_a_bug(migrated: Settings) -> None:
    async with asking(_hurried(migrated, 60)) as client:
        answer = await client.post("/own")
    assert_refused(answer, 500, "INTERNAL_SERVER_ERROR")


async def test_a_request_may_have_all_the_time(migrated: Settings) -> None:
    app = create_app(migrated.model_copy(update={"request_timeout": 0}))
    async with asking(app) as client:
        assert (await client.get("/health/live")).status_code == 200
