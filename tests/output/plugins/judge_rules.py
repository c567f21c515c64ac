"""Say which rows rules of access let through, by the project's own code and its database's SQL.

It reads modules of rules, who asks and rows from the file that CASES names.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
import json
import os
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lab.core.db.row_rules import ACCOUNT, row_rule
from lab.core.security import principal
from lab.core.security.rules import Always
from lab.models.accounts import Account
from lab.models.base import Base
from lab.models.customer import Customer
from lab.models.doc import Doc
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def main() -> None:
    """Print the numbers of the rows for each module and each of those who ask."""
    cases = json.loads(Path(os.environ["CASES"]).read_text(encoding="utf-8"))
    print(json.dumps(asyncio.run(_judged(cases))))


async def _judged(cases: dict[str, Any]) -> list[list[list[int]]]:
    url = sa.make_url(os.environ["DATABASE_URL"])
    engine = create_async_engine(url.set(drivername=_DRIVERS[url.drivername]))
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await _fill(connection, cases)
        found = [
            [await _let_through(connection, module, who) for who in cases["asking"]]
            for module in cases["modules"]
        ]
    await engine.dispose()
    return found


async def _fill(connection: AsyncConnection, cases: dict[str, Any]) -> None:
    accounts = [{"id": each} for each in cases["accounts"]]
    for model, rows in (
        (Account, accounts),
        (Customer, cases["customers"]),
        (Doc, cases["docs"]),
    ):
        table: sa.Table = model.__table__
        for row in rows:
            values = {name: _held(table.c[name], value) for name, value in row.items()}
            await connection.execute(table.insert().values(values))


def _held(column: sa.Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None or isinstance(value, bool):
        return value
    if issubclass(kind, enum.Enum):
        return kind(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    return kind(value) if kind in (uuid.UUID, Decimal) else value


async def _let_through(
    connection: AsyncConnection, module: str, who: dict[str, Any]
) -> list[int]:
    given: dict[str, Any] = {}
    exec(module, given)
    asking = _principal(who)
    rule = given["ACCESS"].verdict("list", asking.grants)
    found = sa.select(Doc.id)
    if isinstance(rule, Always):
        found = found.where(sa.true() if rule.holds else sa.false())
    else:
        found = found.where(row_rule(rule).expression(Doc))
    rows = await connection.scalars(found, {ACCOUNT: asking.id})
    return sorted(each.int for each in rows)


def _principal(who: dict[str, Any]) -> principal.Principal:
    if not who["signed_in"]:
        return principal.ANONYMOUS
    if who["id"] is None:
        return principal.service(who["roles"])
    return principal.person(uuid.UUID(who["id"]), who["roles"])


if __name__ == "__main__":
    main()
