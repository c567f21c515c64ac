import json
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import APIRouter, FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from notes.core.errors import DomainError
from notes.core.http import contract
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
    scope="module",
    params=["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"],
)
async def broken(request: pytest.FixtureRequest) -> AsyncIterator[AsyncClient]:
    """An application without its database, and with routes that fail."""
    app = create_app(
        Settings(
            database_url=request.param,
            cors_origins=("https://example.com",),
            max_body_size=20,
            serve_docs=False,
            serve_metrics=False,
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

    @app.get("/own")
    async def own() -> None:
        raise HTTPException(400, "The moon is full.", {"X-Moon": "full"})

    @app.get("/query")
    async def query(work: ReadingDep) -> None:
        await work.session.execute(sa.text("SELECT 1"))

    @app.get("/pool")
    async def pool() -> None:
        raise PoolTimeoutError

    tagged = APIRouter()

    @tagged.get("/tagged/{key}")
    async def get_tagged(key: int, work: ReadingDep) -> None:
        await work.session.execute(sa.text("SELECT 1"))

    app.include_router(tagged, prefix="/own")

    @app.post("/body")
    async def body(body: dict[str, int]) -> dict[str, int]:
        return body

    @app.post("/lists")
    async def lists(lists: dict[str, list[int]]) -> dict[str, list[int]]:
        return lists

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


async def test_a_400_of_somebodys_own_stays_one(broken: AsyncClient) -> None:
    answer = await broken.get("/own")
    assert_refused(answer, 400, "BAD_REQUEST")
    assert answer.json()["error"]["message"] == "The moon is full."
    assert answer.headers["X-Moon"] == "full"


@pytest.mark.parametrize("path", ["/query", "/pool"])
async def test_a_failing_database_is_a_503(broken: AsyncClient, path: str) -> None:
    answer = await broken.get(path)
    assert_refused(answer, 503, "SERVICE_UNAVAILABLE")
    assert answer.headers["Retry-After"] == "2"


async def test_why_the_database_does_not_serve_is_for_the_log(
    broken: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await broken.get("/pool")
    lines = [each.msg for each in caplog.records if isinstance(each.msg, dict)]
    (line,) = (each for each in lines if each["event"] == "unavailable")
    assert line["reason"] == "The database is too busy."
    assert "TimeoutError" in line["cause"]


async def test_a_method_that_a_path_has_not_is_answered_with_those_it_has(
    broken: AsyncClient,
) -> None:
    answer = await broken.get("/body")
    assert_refused(answer, 405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"] == "OPTIONS, POST"


async def test_requests_are_counted_by_route(root: AsyncClient) -> None:
    await root.request("BREW", "/health/live")
    counted = (await root.get("/metrics")).text
    assert 'route="/health/live"' in counted
    assert 'method="OTHER"' in counted


async def test_a_route_is_counted_with_the_prefix_of_its_router(
    broken: AsyncClient, root: AsyncClient
) -> None:
    await broken.get("/own/tagged/7")
    assert 'route="/own/tagged/{key}"' in (await root.get("/metrics")).text


async def test_the_contract_is_served_with_a_page_to_read_it(root: AsyncClient) -> None:
    assert (await root.get("/openapi.json")).content == contract.contract_json()
    page = (await root.get("/docs")).text
    assert "/openapi.json" in page
    assets = re.findall('(?:src|href)="([^"]+)"', page)
    assert len(assets) == 3
    assert [each for each in assets if (await root.get(each)).is_error] == []


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


@pytest.mark.parametrize("path", ["/health/live", "/query", "/bug", "/nowhere"])
async def test_a_page_of_an_allowed_origin_may_read_every_answer(
    broken: AsyncClient, path: str
) -> None:
    answer = await broken.get(path, headers={"Origin": "https://example.com"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://example.com"


async def _parts() -> AsyncIterator[bytes]:
    yield b'{"first": 1,'
    yield b' "second": 2}'
    pytest.fail("what is too large is read on")


async def test_a_body_may_be_as_large_as_the_setting_says(broken: AsyncClient) -> None:
    assert (await broken.post("/body", json={"number": 12345678})).status_code == 200
    answer = await broken.post("/body", json={"number": 1234567890})
    assert_refused(answer, 413, "CONTENT_TOO_LARGE")


async def test_a_body_without_a_length_is_read_no_further(broken: AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await broken.post("/body", content=_parts(), headers=headers)
    assert_refused(answer, 413, "CONTENT_TOO_LARGE")


@pytest.mark.parametrize(
    "headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "text/json"}]
)
async def test_a_body_of_another_type_is_a_415(
    broken: AsyncClient, headers: dict[str, str]
) -> None:
    answer = await broken.post("/body", content=b'{"number": 1}', headers=headers)
    assert_refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


async def test_what_is_wrong_in_a_body_is_told_by_its_place(
    broken: AsyncClient,
) -> None:
    answer = await broken.post("/lists", json={"a": [1, "x"]})
    assert_refused(answer, 422, "VALIDATION_ERROR", "a.1")


async def test_a_body_that_is_no_json_is_named_so(broken: AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await broken.post("/body", content=b'{"number": }', headers=headers)
    assert_refused(answer, 422, "VALIDATION_ERROR", "body")
    (detail,) = answer.json()["error"]["details"]
    message = "The body is not JSON at character 11: Expecting value"
    assert detail["message"] == message


async def test_a_body_that_is_no_text_is_refused(broken: AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await broken.post("/body", content=b'{"\xff": 1}', headers=headers)
    assert_refused(answer, 422, "VALIDATION_ERROR")
    assert "UTF-8" in answer.json()["error"]["message"]


async def test_a_parameter_that_is_no_list_is_given_once(broken: AsyncClient) -> None:
    answer = await broken.get("/query?page=1&limit=2&page=2")
    assert_refused(answer, 422, "VALIDATION_ERROR", "page")
    assert (await broken.get("/query?page=1&limit=2")).status_code == 503


async def test_a_parameter_that_is_a_list_may_be_repeated(
    broken: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = [
        {"name": "tag", "schema": {"type": "array"}},
        {"name": "word", "schema": {"anyOf": [{"type": "array"}, {"type": "null"}]}},
        {"name": "year", "schema": {"$ref": "#/components/schemas/Years"}},
    ]
    single = {"name": "page", "schema": {"type": "integer"}}
    given = [{"$ref": "#/components/parameters/tag"}, *lists[1:], single]
    operation = {"operationId": "get_tagged", "parameters": given}
    document = {
        "paths": {"/own/tagged/{key}": {"parameters": [], "get": operation}},
        "components": {
            "parameters": {"tag": lists[0]},
            "schemas": {"Years": {"type": ["array", "null"]}},
        },
    }
    monkeypatch.setattr(contract, "contract_json", lambda: json.dumps(document))
    contract.list_parameters.cache_clear()
    for name in ("tag", "word", "year"):
        answer = await broken.get(f"/own/tagged/7?{name}=1&{name}=2")
        assert_refused(answer, 503, "SERVICE_UNAVAILABLE")  # it came to the database
    answer = await broken.get("/own/tagged/7?page=1&page=2")
    assert_refused(answer, 422, "VALIDATION_ERROR", "page")
    contract.list_parameters.cache_clear()


async def test_what_answers_get_answers_head_and_options(root: AsyncClient) -> None:
    assert (await root.head("/health/live")).status_code == 200
    assert (await root.head("/nowhere")).status_code == 404
    answer = await root.options("/health/live")
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/metrics"])
async def test_what_is_for_operators_can_be_closed(
    root: AsyncClient, broken: AsyncClient, path: str
) -> None:
    assert (await root.get(path)).status_code == 200
    assert (await broken.get(path)).status_code == 404


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
