"""What a created project's database holds, asked past the project's own code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_Answer = TypeVar("_Answer")


def ask(url: str, question: Callable[[sa.Connection], _Answer]) -> _Answer:
    """Return what a question about a database comes to, and commit what it wrote."""
    return asyncio.run(_asked(sa.make_url(url), question))


async def _asked(url: sa.URL, question: Callable[[sa.Connection], _Answer]) -> _Answer:
    engine = create_async_engine(url.set(drivername=_DRIVERS[url.drivername]))
    async with engine.begin() as connection:
        answer = await connection.run_sync(question)
    await engine.dispose()
    return answer
