"""The least that serving customers can cost: bare ASGI, asyncpg and SQL by hand.

It checks nothing that a client sends, so nobody would put it into service; it is what the
generated application is measured against.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import asyncpg

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/api/v1/customers"
COLUMNS = "id, email, full_name, phone, created_at, updated_at"
GET = f"SELECT {COLUMNS} FROM customers WHERE id = $1"
LIST = (
    f"SELECT {COLUMNS} FROM customers WHERE created_at >= $1 "
    "ORDER BY full_name, id LIMIT $2"
)
COUNT = "SELECT count(*) FROM customers WHERE created_at >= $1"
CREATE = (
    f"INSERT INTO customers ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $5) "
    f"RETURNING {COLUMNS}"
)
UPDATE = (
    "UPDATE customers SET phone = $2, updated_at = $3 WHERE id = $1 "
    f"RETURNING {COLUMNS}"
)


def shown(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "email": row["email"],
        "full_name": row["full_name"],
        "phone": row["phone"],
        "created_at": row["created_at"].isoformat(),
        "updated_at": row["updated_at"].isoformat(),
    }


class App:
    """Four operations on one table."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self._pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])
            await send({"type": "lifespan.startup.complete"})
            return
        status, answer = await self._answer(scope, receive)
        body = json.dumps(answer).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Message, receive: Receive) -> tuple[int, Any]:
        assert self._pool is not None
        now = dt.datetime.now(dt.UTC)
        key = scope["path"].removeprefix(PATH).strip("/")
        match scope["method"]:
            case "POST":
                body = json.loads((await receive())["body"])
                values = body["email"], body["full_name"], body.get("phone")
                row = await self._pool.fetchrow(CREATE, uuid.uuid4(), *values, now)
                return 201, shown(row)
            case "PATCH":
                body = json.loads((await receive())["body"])
                changed = uuid.UUID(key), body["phone"], now
                return 200, shown(await self._pool.fetchrow(UPDATE, *changed))
            case _ if key:
                return 200, shown(await self._pool.fetchrow(GET, uuid.UUID(key)))
        query = parse_qs(scope["query_string"].decode())
        after = dt.datetime.fromisoformat(query["created_after"][0])
        rows = await self._pool.fetch(LIST, after, int(query["limit"][0]))
        total = await self._pool.fetchval(COUNT, after)
        return 200, {"data": [shown(row) for row in rows], "total": total}


app = App()
