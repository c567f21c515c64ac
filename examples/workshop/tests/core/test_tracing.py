"""What requests and statements leave behind, and in which trace."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import Message, Receive, Scope, Send

from tests.support import asking
from tests.tracing import context_of, parent_of, recorded, traced_settings
from workshop.core.http.dependencies import ReadingDep, resources_of
from workshop.core.http.tracing import TracingMiddleware
from workshop.core.tracing import (
    add_trace,
    continued,
    current_traceparent,
    trace_headers,
    traced,
)
from workshop.main import create_app
from workshop.settings import Settings

_TRACE = "0af7651916cd43dd8448eb211c80319c"
_SPAN = "b7ad6b7169203331"
_RECORDED = f"00-{_TRACE}-{_SPAN}-01"
_LEFT_OUT = f"00-{_TRACE}-{_SPAN}-00"


def _create(settings: Settings) -> FastAPI:
    """Return the application, with routes that ask the database and that fail."""
    app = create_app(settings)
    router = APIRouter()

    @router.get("/asked/{key}")
    async def asked(key: str, work: ReadingDep) -> dict[str, str]:
        await work.session.execute(sa.text("SELECT :value"), {"value": key})
        return {str(k): str(v) for k, v in add_trace(None, "", {}).items()}

    @router.get("/wrong")
    async def wrong(work: ReadingDep) -> None:
        await work.session.execute(
            sa.text("SELECT it FROM nowhere WHERE it = :it"), {"it": "zoe"}
        )

    @router.get("/bug")
    async def bug() -> None:
        raise RuntimeError("zoe")

    app.include_router(router, prefix="/own")
    return app


@pytest.fixture(scope="module")
def kept() -> Iterator[InMemorySpanExporter]:
    with recorded() as kept:
        yield kept


@pytest_asyncio.fixture(scope="module")
async def traced_app(
    migrated: Settings, kept: InMemorySpanExporter
) -> AsyncIterator[FastAPI]:
    assert kept
    app = _create(traced_settings(migrated))
    async with app.router.lifespan_context(app):
        yield app


@pytest_asyncio.fixture
async def client(traced_app: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(traced_app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def traced_engine(traced_app: FastAPI) -> AsyncEngine:
    return resources_of(traced_app).database.engine


@pytest.fixture
def spans(kept: InMemorySpanExporter) -> InMemorySpanExporter:
    """What is kept of a test, and of no other."""
    kept.clear()
    return kept


def _server(spans: InMemorySpanExporter) -> ReadableSpan:
    found = spans.get_finished_spans()
    (span,) = (each for each in found if each.kind is SpanKind.SERVER)
    return span


async def test_a_request_is_one_span_with_its_statements_below_it(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    answer = await client.get("/own/asked/1")
    server = _server(spans)
    others = [each for each in spans.get_finished_spans() if each is not server]
    assert "SELECT" in {each.name for each in others}
    assert {each.kind for each in others} == {SpanKind.CLIENT}
    assert {parent_of(each) for each in others} == {context_of(server).span_id}
    trace_id = context_of(server).trace_id
    assert {context_of(each).trace_id for each in others} == {trace_id}
    assert (server.name, parent_of(server)) == ("GET /own/asked/{key}", None)
    assert dict(server.attributes or {}) == {
        "http.request.method": "GET",
        "http.response.header.x-request-id": (answer.headers["X-Request-ID"],),
        "http.response.status_code": 200,
        "http.route": "/own/asked/{key}",
        "network.protocol.version": "1.1",
        "url.scheme": "http",
    }
    assert server.status.status_code is StatusCode.UNSET


async def test_a_statement_is_told_with_its_text_and_its_database(
    client: AsyncClient, spans: InMemorySpanExporter, migrated: Settings
) -> None:
    await client.get("/own/asked/1")
    found = spans.get_finished_spans()
    (span,) = (each for each in found if each.name == "SELECT")
    said = dict(span.attributes or {})
    assert str(said["db.query.text"]).startswith("SELECT ")
    assert said["db.operation.name"] == "SELECT"
    url = sa.make_url(migrated.database_url)
    assert said["db.system.name"] == url.get_backend_name()
    assert said.get("server.address") == url.host


async def test_a_statement_of_many_rows_is_one_span_that_says_how_many(
    client: AsyncClient, spans: InMemorySpanExporter, traced_engine: AsyncEngine
) -> None:
    assert client
    async with traced_engine.connect() as connection:
        await connection.exec_driver_sql("CREATE TEMPORARY TABLE kept (n integer)")
        rows = [{"n": 1}, {"n": 2}]
        with traced("kept"):
            await connection.execute(sa.text("INSERT INTO kept VALUES (:n)"), rows)
        await connection.exec_driver_sql("DROP TABLE kept")
    found = {each.name: each for each in spans.get_finished_spans()}
    assert found.keys() == {"INSERT kept", "kept"}
    said = dict(found["INSERT kept"].attributes or {})
    assert said["db.operation.batch.size"] == 2


async def test_no_key_no_query_and_no_value_is_in_a_span(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    signed = {"Cookie": "of=zoe", "User-Agent": "zoe"}
    await client.get("/own/asked/zoe?who=zoe", headers=signed)
    await client.get("/own/wrong?who=zoe")
    await client.get("/zoe")
    await client.get("/own/bug")
    found = spans.get_finished_spans()
    assert len(found) > 5
    assert [each.name for each in found if "zoe" in each.to_json()] == []


async def test_the_trace_of_a_caller_goes_on(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    said = {"traceparent": _RECORDED, "tracestate": "a=1,b=2"}
    logged = (await client.get("/own/asked/1", headers=said)).json()
    server = _server(spans)
    assert f"{context_of(server).trace_id:032x}" == _TRACE
    assert f"{parent_of(server):016x}" == _SPAN
    assert context_of(server).trace_state.to_header() == "a=1,b=2"
    assert logged == {
        "trace_id": _TRACE,
        "span_id": f"{context_of(server).span_id:016x}",
    }


@pytest.mark.parametrize(
    "said",
    [
        ["zoe"],
        [f"00-{'0' * 32}-{_SPAN}-01"],
        [f"ff-{_TRACE}-{_SPAN}-01"],
        [_RECORDED, _RECORDED],
        [],
    ],
)
async def test_what_is_no_trace_begins_one(
    client: AsyncClient, spans: InMemorySpanExporter, said: list[str]
) -> None:
    headers = [("traceparent", each) for each in said]
    await client.get("/own/asked/1", headers=headers)
    server = _server(spans)
    assert parent_of(server) is None
    assert f"{context_of(server).trace_id:032x}" != _TRACE


async def test_what_its_caller_does_not_record_is_left_out_and_logged(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    said = {"traceparent": _LEFT_OUT}
    logged = (await client.get("/own/asked/1", headers=said)).json()
    assert spans.get_finished_spans() == ()
    assert logged["trace_id"] == _TRACE


async def test_a_head_is_named_by_its_route(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    await client.head("/own/asked/1")
    assert _server(spans).name == "HEAD /own/asked/{key}"


async def test_what_no_route_answers_is_named_by_its_method(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    await client.get("/nowhere")
    await client.request("BREW", "/nowhere")
    names = [each.name for each in spans.get_finished_spans()]
    assert names == ["GET", "HTTP"]
    assert [each.status.status_code for each in spans.get_finished_spans()] == [
        StatusCode.UNSET,
        StatusCode.UNSET,
    ]


async def test_an_error_is_marked_and_its_message_left_out(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    assert (await client.get("/own/bug")).status_code == 500
    server = _server(spans)
    assert server.status.status_code is StatusCode.ERROR
    assert server.status.description is None
    assert (server.attributes or {})["error.type"] == "500"
    assert server.events == ()


async def test_a_statement_that_fails_is_marked_by_its_code(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    await client.get("/own/wrong")
    found = spans.get_finished_spans()
    (span,) = (each for each in found if each.name == "SELECT nowhere")
    said = dict(span.attributes or {})
    assert said["db.response.status_code"] in {"42P01", "SQLITE_ERROR"}
    assert said["error.type"] == said["db.response.status_code"]
    assert span.status.status_code is StatusCode.ERROR
    assert span.events == ()


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
async def test_questions_about_health_leave_nothing(
    client: AsyncClient, spans: InMemorySpanExporter, path: str
) -> None:
    assert (await client.get(path)).status_code == 200
    assert spans.get_finished_spans() == ()


async def test_log_lines_say_which_trace_they_belong_to(
    migrated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = traced_settings(migrated, log_level="INFO")
    with recorded() as spans:
        async with asking(_create(settings)) as client:
            await client.get("/own/asked/1", headers={"traceparent": _RECORDED})
            span_id = f"{context_of(_server(spans)).span_id:016x}"
    create_app(migrated)  # which logs as the other tests do
    lines = [json.loads(each) for each in capsys.readouterr().out.splitlines()]
    (line,) = (each for each in lines if each["event"] == "request")
    assert (line["trace_id"], line["span_id"]) == (_TRACE, span_id)
    assert line["request_id"]


async def test_strangers_have_no_say_where_they_are_not_trusted(
    migrated: Settings,
) -> None:
    settings = traced_settings(migrated, trust_traceparent=False)
    with recorded() as spans:
        async with asking(_create(settings)) as client:
            await client.get("/own/asked/1", headers={"traceparent": _RECORDED})
    assert parent_of(_server(spans)) is None


async def test_a_provider_that_a_library_sets_brings_no_second_span(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recorded() as spans:
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(spans))
        monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
        async with asking(_create(traced_settings(migrated))) as client:
            await client.get("/own/asked/1?who=zoe")
    assert _server(spans).name == "GET /own/asked/{key}"


async def test_a_setting_says_which_share_is_recorded(migrated: Settings) -> None:
    settings = traced_settings(migrated, otel_traces_sampler_arg=0.0)
    with recorded() as spans:
        async with asking(_create(settings)) as client:
            logged = (await client.get("/own/asked/1")).json()
            with traced("begun") as begun, traced("left out"):
                assert not begun.is_recording()
            assert spans.get_finished_spans() == ()
            await client.get("/own/asked/1", headers={"traceparent": _RECORDED})
            assert _server(spans).name == "GET /own/asked/{key}"
    assert len(logged["trace_id"]) == 32


async def test_what_is_no_request_passes_through(client: AsyncClient) -> None:
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None: ...

    assert client
    await TracingMiddleware(app, trusted=True)({"type": "lifespan"}, receive, send)
    assert seen == ["lifespan"]


async def test_an_answer_that_breaks_off_is_marked_by_what_was_raised(
    migrated: Settings,
) -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ValueError("zoe")

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await TracingMiddleware(broken, trusted=True)(scope, receive, send)

    app = _create(traced_settings(migrated))
    transport = ASGITransport(served)
    with recorded() as spans:
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=transport, base_url="http://test") as client,
        ):
            with pytest.raises(ValueError, match="zoe"):
                await client.get("/")
    span = _server(spans)
    assert (span.attributes or {})["error.type"] == "ValueError"
    assert "zoe" not in span.to_json()


@traced("waited")
async def _waited(seconds: float) -> str:
    """Wait."""
    await asyncio.sleep(seconds)
    return current_traceparent() or ""


@traced("counted", kind=SpanKind.CONSUMER, attributes={"of": "things"})
def _counted(number: int) -> int:
    return 1 // number


async def test_code_of_ones_own_is_a_span_and_its_parts_are_below_it(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    assert client
    with traced("whole") as whole:
        whole.set_attribute("parts", 3)
        both = await asyncio.gather(_waited(0), _waited(0))
        assert _counted(1) == 1
        with pytest.raises(ZeroDivisionError):
            _counted(0)
    *parts, last = spans.get_finished_spans()
    assert last.name == "whole"
    assert [each.name for each in parts] == ["waited", "waited", "counted", "counted"]
    assert {parent_of(each) for each in parts} == {context_of(last).span_id}
    inside = {each.split("-")[2] for each in both}
    assert inside == {f"{context_of(each).span_id:016x}" for each in parts[:2]}
    good, bad = (dict(each.attributes or {}) for each in parts[2:])
    assert good == {"of": "things"}
    assert bad == {"of": "things", "error.type": "ZeroDivisionError"}
    assert parts[-1].status.status_code is StatusCode.ERROR
    assert parts[-1].kind is SpanKind.CONSUMER


async def test_what_waits_carries_its_trace_along(
    client: AsyncClient, spans: InMemorySpanExporter
) -> None:
    assert client
    with traced("asked"):
        carried = current_traceparent()
        sent = trace_headers()
    assert sent == {"traceparent": carried}
    assert current_traceparent() is None
    with continued(carried):
        await _waited(0)
    with continued(carried), continued("zoe"):
        await _waited(0)
    with continued(None):
        await _waited(0)
    asked, waited, *others = spans.get_finished_spans()
    assert parent_of(waited) == context_of(asked).span_id
    assert context_of(waited).trace_id == context_of(asked).trace_id
    assert [parent_of(each) for each in others] == [None, None]


async def test_statements_of_what_waited_belong_to_its_trace(
    migrated: Settings,
) -> None:
    with recorded() as spans:
        app = _create(traced_settings(migrated))
        async with app.router.lifespan_context(app):
            with continued(_RECORDED):
                await resources_of(app).database.ping()
            kept = len(spans.get_finished_spans())
            with continued(_LEFT_OUT):
                await resources_of(app).database.ping()
    found = spans.get_finished_spans()
    assert len(found) == kept > 0
    assert {f"{context_of(each).trace_id:032x}" for each in found} == {_TRACE}
