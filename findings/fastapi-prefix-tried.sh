#!/usr/bin/env bash
# Guess:   since routers stay routers (0.137), a request for /orders/1 passes over a router that was
#          included with the prefix /products, as Starlette passes over a Mount; the routes of one are tried.
# Happens: the prefix is no shortcut: every route of every router before it is matched by its own regular
#          expression, and those of the right router twice. What is not found costs all of them twice, since
#          `redirect_slashes` asks again with a slash.
# Since:   seen in FastAPI 0.165.0 with Starlette 1.10.0.
# Matters: of 50 routers of 6 routes, a request of the last pays for 306 regular expressions, a 404 for 600.
#          A router of one's own whose `matches` looks at the prefix first, or a Mount, pays for a few.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq fastapi==0.165.0 starlette==1.10.0
cat > "$work/find.py" <<'PY'
import asyncio
import time

import fastapi
import starlette
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

ROUTERS, ROUTES = 50, 6
tried = 0
its_own = APIRoute.matches


def matches(self, scope):
    global tried
    tried += 1
    return its_own(self, scope)


APIRoute.matches = matches


async def nothing() -> None:
    return None


def router() -> APIRouter:
    found = APIRouter()
    for number in range(ROUTES):
        found.add_api_route(f"/{number}/{{id}}", nothing, status_code=204)
    return found


def included() -> FastAPI:
    app = FastAPI(openapi_url=None)
    for number in range(ROUTERS):
        app.include_router(router(), prefix=f"/r{number}")
    return app


def mounted() -> FastAPI:
    app = FastAPI(openapi_url=None)
    for number in range(ROUTERS):
        app.router.routes.append(Mount(f"/r{number}", app=router()))
    return app


async def asked(app: FastAPI, path: str) -> tuple[int, int]:
    global tried
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "headers": [], "query_string": b"", "scheme": "http", "server": ("test", 80),
        "client": ("test", 1), "root_path": "", "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    said = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        said.append(message)

    for _ in range(20):  # all that is made at first is made
        await app(dict(scope), receive, send)
    said.clear()
    tried = 0
    started = time.perf_counter()
    await app(dict(scope), receive, send)
    spent = (time.perf_counter() - started) * 1e6
    print(f"{path:10} {said[0]['status']}  {tried:4} routes tried, {spent:6.0f} µs")
    return said[0]["status"], tried


async def main() -> None:
    print("FastAPI", fastapi.__version__, "Starlette", starlette.__version__)
    app = included()
    print("with a prefix each:")
    first = await asked(app, "/r0/0/1")
    last = await asked(app, f"/r{ROUTERS - 1}/{ROUTES - 1}/1")
    none = await asked(app, "/none")
    assert first == (204, 2), first
    assert last == (204, ROUTERS * ROUTES + ROUTES), last
    assert none == (404, 2 * ROUTERS * ROUTES), none
    print("mounted:")
    app = mounted()
    last = await asked(app, f"/r{ROUTERS - 1}/{ROUTES - 1}/1")
    assert last == (204, ROUTES), last


asyncio.run(main())
PY
"$work/venv/bin/python" "$work/find.py"
