#!/usr/bin/env bash
# Guess:   include_router copies what the router holds at that moment: a route that is added to the router
#          afterwards is 404, and app.routes lists an APIRoute with its whole path for each one that was there.
# Happens: the application keeps the router itself. Routes added later, even after the first request, are served
#          and stand in app.openapi(), which is made anew. app.routes has one nameless entry for the whole router,
#          without a path.
# Since:   0.137.0; 0.136.3 does what is guessed.
# Matters: code that walks app.routes (a check that every operation is protected, labels of metrics, a list of
#          paths held against a contract) finds none of an included router, and passes. A module that adds routes
#          to a shared router when it is imported opens them in an application that serves already.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/app.py" <<'PY'
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
import asyncio

router = APIRouter()


@router.get("/before")
def before() -> int:
    return 1


app = FastAPI(docs_url=None, redoc_url=None)
app.include_router(router, prefix="/api")


@router.get("/after")
def after() -> int:
    return 2


async def statuses(*paths: str) -> list[int]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://app") as client:
        return [(await client.get(path)).status_code for path in paths]


print("before, after:", *asyncio.run(statuses("/api/before", "/api/after")))
print("contract:", *sorted(app.openapi()["paths"]))
router.add_api_route("/latest", before)
print("latest:", *asyncio.run(statuses("/api/latest")))
print("contract:", *sorted(app.openapi()["paths"]))
listed = [route.path for route in app.routes if isinstance(route, APIRoute)]
print("APIRoutes in app.routes:", len(listed))
PY
tried() {
    python3 -m venv "$work/$1"
    "$work/$1/bin/pip" install -qq "fastapi==$1" "starlette==$2" pydantic==2.14.3 httpx==0.28.1
    "$work/$1/bin/python" -W ignore "$work/app.py" | tee "$work/$1.txt"
}

echo "FastAPI 0.136.3:"
tried 0.136.3 0.52.1
echo "FastAPI 0.165.0:"
tried 0.165.0 1.10.0
diff "$work/0.136.3.txt" - <<'TXT'
before, after: 200 404
contract: /api/before
latest: 404
contract: /api/before
APIRoutes in app.routes: 1
TXT
diff "$work/0.165.0.txt" - <<'TXT'
before, after: 200 200
contract: /api/after /api/before
latest: 200
contract: /api/after /api/before /api/latest
APIRoutes in app.routes: 0
TXT
