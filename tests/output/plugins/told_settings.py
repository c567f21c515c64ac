"""Say as JSON which settings the connections of a shop have."""

from __future__ import annotations

import asyncio
import json

import sqlalchemy as sa
from shop.resources import open_resources
from shop.settings import Settings

_NAMES = ("application_name", "search_path", "statement_timeout")


async def main() -> list[str]:
    """Return the value of each setting, once the database is ready."""
    async with open_resources(Settings()) as opened:
        await opened.database.ping()
        async with opened.database.reading() as session:
            asked = (session.scalar(sa.text(f"SHOW {name}")) for name in _NAMES)
            return [str(await each) for each in asked]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main())))
