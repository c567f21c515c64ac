import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import QueuePool

from helpdesk import models
from helpdesk.api import PREFIX
from helpdesk.core.http.dependencies import WritingDep, resources_of
from helpdesk.main import create_app
from helpdesk.models.base import Base
from helpdesk.settings import Settings
from tests.factory import create
from tests.support import assert_refused

_SLOW = {
    "postgresql": "SELECT pg_sleep(30)",
    "sqlite": (
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 3000000) SELECT max(i) FROM n"
    ),
}
"""A statement of each engine that takes longer than a request may."""

_TABLE = Base.metadata.tables["contacts"]


@asynccontextmanager
async def _asking(app: FastAPI, **client: Any) -> AsyncIterator[AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(
            transport=ASGITransport(app), **{"base_url": "http://test"} | client
        ) as asking,
    ):
        yield asking


def _hurried(settings: Settings, seconds: float) -> FastAPI:
    """Return an application whose requests have little time, with some that need more."""
    changes = {"request_timeout": seconds, "database_pool_size": 1}
    app = create_app(settings.model_copy(update=changes))

    @app.post("/slow/code")
    async def slow_code(work: WritingDep) -> None:
        await work.session.execute(sa.delete(_TABLE))
        await asyncio.sleep(60)

    @app.post("/slow/statement")
    async def slow_statement(work: WritingDep) -> None:
        await work.session.execute(sa.delete(_TABLE))
        connection = await work.session.connection()
        await work.session.execute(sa.text(_SLOW[connection.dialect.name]))
        pytest.fail("a request goes on whose time is over")

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
    migrated: Settings, session: AsyncSession, kind: str
) -> None:
    await create(session, models.Contact)
    app = _hurried(migrated, 0.3)
    async with _asking(app) as client:
        for _ in range(2):  # of which each needs the one connection that there is
            answer = await client.post(f"/slow/{kind}")
            assert_refused(answer, 504, "GATEWAY_TIMEOUT")
        engine = resources_of(app).database.engine
        async with engine.connect() as connection:
            count = sa.select(sa.func.count()).select_from(_TABLE)
            assert await connection.scalar(count)
        if isinstance(engine.pool, QueuePool):
            assert engine.pool.checkedout() == 0


async def _drip() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.05)


async def test_a_body_that_does_not_arrive_is_not_waited_for(
    migrated: Settings,
) -> None:
    headers = {"Content-Type": "application/json"}
    async with _asking(_hurried(migrated, 0.3)) as client:
        path = PREFIX + "/contacts"
        answer = await client.post(path, content=_drip(), headers=headers)
    assert answer.status_code in (405, 504)


async def test_an_answer_that_has_begun_is_finished(migrated: Settings) -> None:
    async with _asking(_hurried(migrated, 1)) as client:
        assert (await client.get("/stream")).text == "first, last"


async def test_a_timeout_of_somebody_else_is_a_bug(migrated: Settings) -> None:
    async with _asking(_hurried(migrated, 60)) as client:
        answer = await client.post("/own")
    assert_refused(answer, 500, "INTERNAL_SERVER_ERROR")


async def test_a_request_may_have_all_the_time(migrated: Settings) -> None:
    app = create_app(migrated.model_copy(update={"request_timeout": 0}))
    async with _asking(app) as client:
        assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize("path", ["/nowhere", f"{PREFIX}/nowhere", "/health/live"])
async def test_an_answer_may_do_nothing_in_a_browser(
    migrated: Settings, path: str
) -> None:
    async with _asking(create_app(migrated)) as client:
        headers = (await client.get(path)).headers
    policy = "default-src 'none'; frame-ancestors 'none'"
    assert headers["Content-Security-Policy"] == policy
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_the_documentation_runs_its_own_scripts_and_is_framed_by_nobody(
    migrated: Settings,
) -> None:
    async with _asking(create_app(migrated)) as client:
        page = await client.get("/docs")
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "//" not in page.text.partition("<script>")[0].replace("</", "")


@pytest.mark.parametrize(("scheme", "is_told"), [("http", False), ("https", True)])
async def test_who_came_by_https_comes_by_it_again(
    migrated: Settings, scheme: str, *, is_told: bool
) -> None:
    app = create_app(migrated)
    async with _asking(app, base_url=f"{scheme}://test") as client:
        headers = (await client.get("/health/live")).headers
    told = headers.get("Strict-Transport-Security")
    assert told == ("max-age=63072000; includeSubDomains" if is_told else None)


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "X-API-Key"])
async def test_no_cache_keeps_what_somebody_was_answered_who_signed_in(
    migrated: Settings, name: str
) -> None:
    async with _asking(create_app(migrated)) as client:
        path = f"{PREFIX}/nowhere"
        answer = await client.get(path, headers={name: "somebody"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cache-Control" not in (await client.get(path)).headers


async def test_a_cache_is_told_what_the_answer_itself_says(migrated: Settings) -> None:
    app = create_app(migrated)

    @app.get("/cached")
    async def cached() -> StreamingResponse:
        return StreamingResponse(iter([b""]), headers={"Cache-Control": "private"})

    async with _asking(app) as client:
        answer = await client.get("/cached", headers={"Authorization": "x"})
    assert answer.headers["Cache-Control"] == "private"


@pytest.mark.parametrize(
    ("origin", "method", "header", "status"),
    [
        ("https://example.com", "PATCH", "Authorization", 200),
        ("https://example.com", "TRACE", "Authorization", 400),
        ("https://example.com", "PATCH", "X-Forwarded-For", 400),
        ("https://elsewhere.example.com", "PATCH", "Authorization", 400),
    ],
)
async def test_a_page_may_send_what_is_listed(
    migrated: Settings, origin: str, method: str, header: str, status: int
) -> None:
    changes = {"cors_origins": ("https://example.com",)}
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header,
    }
    async with _asking(create_app(migrated.model_copy(update=changes))) as client:
        answer = await client.options(f"{PREFIX}/nowhere", headers=headers)
    assert answer.status_code == status
