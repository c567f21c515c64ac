"""What a collector is sent, and that without one there is nothing to send."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from tests.support import asking
from tests.tracing import traced_settings
from workshop.core import exporting
from workshop.core.http.dependencies import ReadingDep
from workshop.core.http.tracing import TracingMiddleware
from workshop.core.tracing import (
    add_trace,
    continued,
    current_traceparent,
    installed,
    trace_headers,
    traced,
)
from workshop.main import create_app
from workshop.resources import open_resources
from workshop.settings import Settings

_TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class _Collector(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        sent = ExportTraceServiceRequest.FromString(self.rfile.read(size))
        self.server.sent.append((self.path, self.headers, sent))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        server.sent = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_a_collector_is_sent_spans_with_what_the_process_is(
    migrated: Settings, collector: HTTPServer
) -> None:
    settings = traced_settings(
        migrated,
        otel_exporter_otlp_endpoint=f"http://127.0.0.1:{collector.server_port}/",
        otel_exporter_otlp_headers="api-key=a%20b",
    )
    async with open_resources(settings):
        with traced("work"):
            pass
    assert installed() is None
    ((path, headers, sent),) = collector.sent  # type: ignore[attr-defined]
    assert path == "/v1/traces"
    assert headers["api-key"] == "a b"
    assert headers["Content-Type"] == "application/x-protobuf"
    (resource,) = sent.resource_spans
    said = {each.key: each.value.string_value for each in resource.resource.attributes}
    assert said["service.name"] == "workshop"
    assert said["service.version"] == "0.1.0"
    assert said["deployment.environment.name"] == settings.environment
    assert resource.scope_spans[0].spans[0].name == "work"


def test_what_the_environment_says_of_the_process_counts(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "deployment.environment.name=staging,service.instance.id=a"
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", said)
    found = exporting.resource_of(migrated).attributes
    assert found["deployment.environment.name"] == "staging"
    assert found["service.instance.id"] == "a"
    assert found["service.name"] == migrated.otel_service_name


async def test_a_collector_that_does_not_answer_keeps_no_process_from_ending(
    migrated: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_CLOSE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings = traced_settings(
            migrated, otel_exporter_otlp_endpoint=f"http://127.0.0.1:{port}"
        )
        async with open_resources(settings):
            with traced("work"):
                pass
            started = time.monotonic()
        assert time.monotonic() - started < 2


def _create(settings: Settings) -> FastAPI:
    """Return the application, with a route that says what a log line would."""
    app = create_app(settings)

    @app.get("/own")
    async def own(work: ReadingDep) -> dict[str, str]:
        await work.session.execute(sa.text("SELECT 1"))
        return {str(k): str(v) for k, v in add_trace(None, "", {}).items()}

    return app


async def test_without_an_endpoint_nothing_is_traced(migrated: Settings) -> None:
    app = _create(migrated)
    async with asking(app) as client:
        said = {"traceparent": _TRACEPARENT}
        assert (await client.get("/own", headers=said)).json() == {}
        assert installed() is None
    names = {getattr(each.cls, "__name__", "") for each in app.user_middleware}
    assert TracingMiddleware.__name__ not in names


async def test_before_the_process_has_begun_nothing_is_traced(
    migrated: Settings,
) -> None:
    app = create_app(traced_settings(migrated))
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/nowhere")).status_code == 404


def test_without_an_endpoint_nothing_is_imported() -> None:
    asked = (
        "import asyncio, sys\n"
        "from types import SimpleNamespace\n"
        "import workshop.main\n"
        "from workshop.core.telemetry import open_telemetry\n"
        "settings = SimpleNamespace(otel_exporter_otlp_endpoint='')\n"
        "async def run():\n"
        "    async with open_telemetry(settings, None): pass\n"
        "asyncio.run(run())\n"
        "sys.exit('workshop.core.exporting' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", asked], check=False)  # noqa: S603
    assert run.returncode == 0


async def test_where_nothing_is_traced_code_runs_as_it_is() -> None:
    @traced("counted")
    def counted(number: int) -> int:
        return number

    @traced("waited")
    async def waited() -> str | None:
        return current_traceparent()

    with traced("nothing") as span:
        span.set_attribute("of", "nothing")
        assert await waited() is None
        assert counted(1) == 1
    with continued(_TRACEPARENT):
        assert current_traceparent() is None
    assert trace_headers() == {}
