"""Rows outside of a class's scope."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.conditions import Condition
from chat.core.db.database import Database
from chat.core.db.repository import SqlRepository
from chat.core.errors import NotFoundError
from chat.core.queries import ListQuery
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class _Below(Condition):
    """Shows rows below a rank that the context decides."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        below: sa.ColumnElement[bool] = model.rank < sa.bindparam("day_")
        return below

    def values(self, context: Context) -> dict[str, object]:
        return {"day_": context.clock().day}


class Plain(Base):
    __tablename__ = "core_scoped_plains"
    __scope__ = (_Below(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)


class Plains(SqlRepository[Plain]):
    model = Plain


@pytest_asyncio.fixture
async def plains(database: Database) -> AsyncIterator[Plains]:
    context = Context(clock=lambda: dt.datetime(2026, 1, 31, tzinfo=dt.UTC))
    async with work_on(database, Base.metadata, context) as work:
        yield Plains(work)


async def test_rows_outside_of_the_scope_are_not_there(plains: Plains) -> None:
    inside = await plains.add({"id": 1, "rank": 30})
    outside = await plains.add({"id": 2, "rank": 31})
    assert await plains.find(1) is inside
    assert await plains.find(2) is None
    assert (await plains.page(ListQuery(filters={}, sort=(), limit=2))).total == 1
    with pytest.raises(NotFoundError):
        await plains.remove(outside)
