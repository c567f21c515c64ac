"""Changes that are conditional on what a row holds."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.database import Database
from chat.core.db.repository import SqlRepository
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.errors import ConflictError, StaleVersionError
from chat.models.base import versioned_by
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_guarded_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)


class Things(SqlRepository[Thing]):
    model = Thing


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


async def test_a_row_changes_where_it_is_as_expected(
    things: Things, work: UnitOfWork
) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    await things.change(thing, {"rank": 2}, {"rank": {0, 1}})
    with pytest.raises(ConflictError) as refusal:
        await things.change(thing, {"rank": 3}, {"rank": {1}})
    told = [(detail.field, detail.code) for detail in refusal.value.details]
    assert told == [("rank", "unexpected_value")]
    assert refusal.value.message
    assert all(detail.message for detail in refusal.value.details)
    await work.session.execute(
        sa.update(Thing).values(rank=9).execution_options(synchronize_session=False)
    )
    with pytest.raises(ConflictError) as overtaken:
        await things.change(thing, {"name": "b"}, {"rank": {2}})
    assert [detail.field for detail in overtaken.value.details] == ["rank"]
    with pytest.raises(ConflictError):
        await things.remove(thing, {"rank": {2}})


async def test_what_someone_else_changed_is_not_overwritten(
    things: Things, work: UnitOfWork
) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    with pytest.raises(StaleVersionError):
        await things.change(thing, {"rank": 5}, {"version": {7}})
    await work.session.execute(
        sa.update(Thing).values(version=9).execution_options(synchronize_session=False)
    )
    with pytest.raises(StaleVersionError, match="changed"):
        await things.remove(thing)
    with pytest.raises(StaleVersionError, match="changed"):
        await things.change(thing, {"rank": 5})
