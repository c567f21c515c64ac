"""What the database of the shop has, as the checker is told of it."""

from __future__ import annotations

import asyncio
import time

import asyncpg
from kill_checker import Change, Tables
from kill_database import Database

_LEFT = {
    "events in the outbox": "SELECT count(*) FROM outbox",
    "jobs that wait or run": (
        "SELECT count(*) FROM jobs WHERE state IN ('queued', 'scheduled', 'running')"
    ),
    "dead jobs": "SELECT count(*) FROM jobs WHERE state = 'dead'",
}
_MISSING = """
SELECT (SELECT count(*) FROM seen)
    + (SELECT count(*) FROM orders WHERE status <> 'draft')
    - (SELECT count(*) FROM effects)
"""
"""A broker may have what stands in neither table any more, and isn't done yet."""

_TIMES = 3
"""So many looks in turn have to find nothing."""


async def quiet(database: Database, seconds: float) -> float:
    """Wait until nothing has to be done any more, so long at the most; return how long it was.

    Whether that is so for good, and nothing was lost, is for the checker to say.
    """
    began = time.monotonic()
    found = 0
    while (waited := time.monotonic() - began) < seconds and found < _TIMES:
        connection = await database.connect()
        try:
            left = sum((await _left(connection)).values())
            is_done = not left and await connection.fetchval(_MISSING) <= 0
            found = found + 1 if is_done else 0
        finally:
            await connection.close()
        await asyncio.sleep(0.5)
    return waited


async def read(database: Database) -> Tables:
    """Return what there is of orders, and what their events have brought about."""
    connection = await database.connect()
    try:
        async with connection.transaction(isolation="repeatable_read"):
            return await _read(connection)
    finally:
        await connection.close()


async def _read(connection: asyncpg.Connection) -> Tables:
    orders = await connection.fetch("SELECT number, status, revision FROM orders")
    seen = await connection.fetch(
        "SELECT order_number, status, revision FROM seen ORDER BY place"
    )
    effects = await connection.fetch(
        "SELECT order_number, what, revision FROM effects ORDER BY id"
    )
    return Tables(
        orders={row[0]: Change(*row) for row in orders},
        seen=[Change(*row) for row in seen],
        booked=[Change(*row) for row in effects if row[1] != "receipt"],
        receipts=[row[0] for row in effects if row[1] == "receipt"],
        left=await _left(connection),
    )


async def _left(connection: asyncpg.Connection) -> dict[str, int]:
    asked = dict(_LEFT)
    if await connection.fetchval("SELECT to_regclass('dead_letters')"):
        asked["dead letters"] = "SELECT count(*) FROM dead_letters"
    return {name: await connection.fetchval(sql) for name, sql in asked.items()}
