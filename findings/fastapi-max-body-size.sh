#!/usr/bin/env bash
# Guess:   FastAPI(max_body_size=N) raises an HTTPException with 413 for a larger body, so that the application's
#          own handler for HTTPException writes the answer; a path that does not exist stays 404.
# Happens: the handler runs, and what it wrote is thrown away wherever the request has a Content-Length: the client
#          gets text/plain. Only a body that comes in chunks is answered by the handler. A large body for a path
#          that does not exist is 413, too, and one in chunks for an operation without a body is 200.
# Since:   0.164.0, which brought the setting; the middleware below it is Starlette's.
# Matters: an API with one shape for all errors has two for this one. A client that parses error bodies as JSON
#          fails on it, and a contract test that sends its body in chunks never sees that.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq fastapi==0.165.0 starlette==1.10.0 pydantic==2.14.3 httpx==0.28.1
cat > "$work/app.py" <<'PY'
import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from httpx import ASGITransport, AsyncClient
from starlette.exceptions import HTTPException

app = FastAPI(max_body_size=10)


@app.exception_handler(HTTPException)
async def refuse(request: Request, error: HTTPException) -> JSONResponse:
    return JSONResponse({"error": error.detail}, error.status_code)


@app.post("/taken")
async def taken(body: dict[str, int]) -> int:
    return len(body)


@app.post("/ignored")
async def ignored() -> int:
    return 1


async def in_chunks() -> AsyncIterator[bytes]:
    yield b'{"number": '
    yield b"1234567}"


async def main() -> None:
    headers = {"Content-Type": "application/json"}
    async with AsyncClient(transport=ASGITransport(app), base_url="http://app") as client:
        for body in (b'{"number": 1234567}', None):
            for path in ("/taken", "/ignored", "/nowhere"):
                content = body or in_chunks()
                answer = await client.post(path, content=content, headers=headers)
                kind = answer.headers["Content-Type"].partition(";")[0]
                print("length" if body else "chunks", path, answer.status_code, kind)


asyncio.run(main())
PY
"$work/venv/bin/python" "$work/app.py" | tee "$work/said.txt"
diff "$work/said.txt" - <<'TXT'
length /taken 413 text/plain
length /ignored 413 text/plain
length /nowhere 413 text/plain
chunks /taken 413 application/json
chunks /ignored 200 application/json
chunks /nowhere 404 application/json
TXT
