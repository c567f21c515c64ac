#!/usr/bin/env bash
# Guess:   FastAPI leaves spans to OpenTelemetry's instrumentation: without `FastAPIInstrumentor` and
#          without `telemetry=`, an application makes none of its own.
# Happens: as soon as anything in the process sets a global TracerProvider, such as another library, an
#          agent, or a test, every request is a span of FastAPI's, with the query in `url.query` (but for five
#          signatures of clouds), and there are spans around dependencies, the endpoint and the answer. Beside
#          a middleware of one's own there are two server spans a request. A message of an exception goes
#          to a global LoggerProvider in the same way.
# Since:   seen in FastAPI 0.165.0.
# Matters: what is asked for by e-mail address or token leaves for whoever keeps the spans, and counts of
#          requests by spans are twice what they were.
# Way out: `FastAPI(telemetry={"tracing": False, "logs": False, "auto_configure": False})`.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq fastapi==0.165.0 starlette==1.10.0 opentelemetry-sdk==1.45.2 httpx==0.28.1
cat > "$work/find.py" <<'PY'
import asyncio

import fastapi
import httpx
from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

kept = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(kept))


def application(**said: object) -> FastAPI:
    app = FastAPI(**said)

    @app.get("/people")
    async def people(email: str) -> dict[str, str]:
        return {"email": email}

    return app


async def spans(app: FastAPI) -> list[tuple[str, object]]:
    kept.clear()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await client.get("/people?email=mary@example.com")
    return [(s.name, s.attributes.get("url.query")) for s in kept.get_finished_spans()]


async def main() -> None:
    print("FastAPI", fastapi.__version__)
    app = application()
    before = await spans(app)
    print("no provider:", before)
    trace.set_tracer_provider(provider)  # as any library may
    after = await spans(app)
    print("a global provider:", after)
    told = {"tracing": False, "logs": False, "auto_configure": False}
    off = await spans(application(telemetry=told))
    print("told not to:", off)
    assert before == off == []
    assert len(after) > 1
    assert ("GET /people", "email=mary%40example.com") in after


asyncio.run(main())
PY
"$work/venv/bin/python" "$work/find.py"
