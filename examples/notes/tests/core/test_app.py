from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from notes.core.errors import DomainError
from notes.core.http.contract import contract_json
from notes.core.http.dependencies import ReadingDep, resources_of
from notes.main import create_app
from notes.settings import Settings
from tests.support import assert_refused


class _RefusedError(DomainError):
    code = "REFUSED"


@pytest_asyncio.fixture
async def root(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as root:
        yield root


@pytest_asyncio.fixture(
    params=["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"]
)
async def broken(request: pytest.FixtureRequest) -> AsyncIterator[AsyncClient]:
    """An application without its database, and with routes that fail."""
    app = create_app(
        Settings(
            database_url=request.param,
            cors_origins=("https://example.com",),
            log_format="console",
            log_level="ERROR",
        )
    )

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError

    @app.get("/refusal")
    async def refusal() -> None:
        raise _RefusedError("No.")

    @app.get("/query")
    async def query(work: ReadingDep) -> None:
        await work.session.execute(sa.text("SELECT 1"))

    transport = ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://test") as broken,
    ):
        yield broken


async def test_the_process_lives_and_is_ready(root: AsyncClient) -> None:
    assert (await root.get("/health/live")).json() == {"status": "ok"}
    assert (await root.get("/health/ready")).json() == {"status": "ok"}


async def test_without_a_database_the_process_lives_but_is_not_ready(
    broken: AsyncClient,
) -> None:
    assert (await broken.get("/health/live")).status_code == 200
    answer = await broken.get("/health/ready")
    assert_refused(answer, 503, "SERVICE_UNAVAILABLE")


async def test_a_bug_is_a_plain_500(broken: AsyncClient) -> None:
    assert_refused(await broken.get("/bug"), 500, "INTERNAL_SERVER_ERROR")


async def test_a_refusal_of_no_known_kind_is_a_422(broken: AsyncClient) -> None:
    assert_refused(await broken.get("/refusal"), 422, "REFUSED")


async def test_a_failing_database_is_a_503(broken: AsyncClient) -> None:
    answer = await broken.get("/query")
    assert_refused(answer, 503, "SERVICE_UNAVAILABLE")
    assert answer.headers["Retry-After"] == "2"


async def test_requests_are_counted_by_route(root: AsyncClient) -> None:
    await root.request("BREW", "/health/live")
    counted = (await root.get("/metrics")).text
    assert 'route="/health/live"' in counted
    assert 'method="OTHER"' in counted


async def test_the_contract_is_served_with_a_page_to_read_it(root: AsyncClient) -> None:
    assert (await root.get("/openapi.json")).content == contract_json()
    assert "/openapi.json" in (await root.get("/docs")).text


async def test_a_request_keeps_its_identifier(root: AsyncClient) -> None:
    answer = await root.get("/health/live", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == "abc-1"


async def test_an_identifier_that_could_forge_a_log_line_is_replaced(
    root: AsyncClient,
) -> None:
    answer = await root.get("/health/live", headers={"X-Request-ID": "a b\t"})
    assert len(answer.headers["X-Request-ID"]) == 36


async def test_every_answer_carries_security_headers(root: AsyncClient) -> None:
    headers = (await root.get("/nowhere")).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


async def test_what_the_framework_refuses_has_the_one_shape(root: AsyncClient) -> None:
    assert_refused(await root.get("/nowhere"), 404, "NOT_FOUND")
    assert_refused(await root.post("/health/live"), 405, "METHOD_NOT_ALLOWED")


async def test_a_page_of_an_allowed_origin_may_call(broken: AsyncClient) -> None:
    answer = await broken.get("/health/live", headers={"Origin": "https://example.com"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://example.com"


async def test_the_tables_are_what_the_migrations_made(app: FastAPI) -> None:
    async with resources_of(app).database.engine.connect() as connection:
        names = await connection.run_sync(lambda c: sa.inspect(c).get_table_names())
    assert "notes" in names


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_a_database_is_spoken_to_asynchronously(given: str, used: str) -> None:
    assert Settings(database_url=given).database_url == used
