"""The order of a list where a query asks for none."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.database import Database
from chat.core.db.repository import SqlRepository
from chat.core.queries import ListQuery, SortKey
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_ordered_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int | None]
    kind: Mapped[int]


class Things(SqlRepository[Thing]):
    model = Thing
    order = (SortKey("rank", descending=True), SortKey("kind", descending=False))


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        things = Things(work)
        for number, rank in enumerate([1, None, 2, 1, None, 2]):
            await things.add({"id": number, "rank": rank, "kind": number % 2})
        yield things


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ([], [2, 5, 0, 3, 4, 1]),  # what is missing is last
        (["kind"], [0, 2, 4, 1, 3, 5]),
        (["rank", "-id"], [3, 0, 5, 2, 4, 1]),
    ],
)
async def test_a_list_has_its_own_order_unless_another_is_asked_for(
    things: Things, sort: list[str], ids: list[int]
) -> None:
    order = tuple(map(SortKey.parse, sort))
    for number, expected in enumerate(ids, start=1):
        query = ListQuery(filters={}, sort=order, limit=1, page=number)
        items: list[Any] = [*(await things.page(query)).items]
        assert [each.id for each in items] == [expected]
