"""Searches in several columns."""

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from notes.core.db.database import Database
from notes.core.db.repository import SqlRepository
from notes.core.db.search import Search
from notes.core.queries import ListQuery
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_search_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nick: Mapped[str | None]


class Things(SqlRepository[Thing]):
    model = Thing
    filters = (Search("name", "nick"),)


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        yield Things(work)


async def test_a_search_takes_wildcards_for_what_they_are(things: Things) -> None:
    await things.add({"id": 1, "name": "50% off_"})
    await things.add({"id": 2, "name": "500 offs", "nick": "a 0% OFF_ b"})
    await things.add({"id": 3, "name": "500 offs"})
    page = await things.page(ListQuery(filters={"q": "0% OFF_"}, sort=(), limit=5))
    assert (len(page.items), page.total) == (2, 2)
