"""Print how many functions one `get` of the generated shop calls, in this process.

    python benchmarks/counted.py

It is run by `telemetry.py`, in the folder of a shop whose database is migrated.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from shop.main import create_app

_PATH = "/api/v1/customers"
_REQUESTS = 100


async def asked(app: Any, method: str, path: str, body: bytes = b"") -> bytes:
    """Ask the application without a server, and return the body of its answer."""
    received: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        received.append(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"test"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    return b"".join(received)


async def main() -> None:
    """Count after a warm-up, on the thread of the event loop alone."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    app = create_app()
    async with app.router.lifespan_context(app):
        customer = {"email": f"{id(app)}@example.com", "full_name": "Ada"}
        made = await asked(app, "POST", _PATH, json.dumps(customer).encode())
        path = f"{_PATH}/{json.loads(made)['id']}"
        for _ in range(_REQUESTS):
            await asked(app, "GET", path)
        sys.setprofile(count)
        for _ in range(_REQUESTS):
            await asked(app, "GET", path)
        sys.setprofile(None)
    print(calls // _REQUESTS)


asyncio.run(main())
