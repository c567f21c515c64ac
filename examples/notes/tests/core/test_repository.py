"""The repository on tables of its own."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from notes.core.context import Context
from notes.core.db.conditions import Filter
from notes.core.db.database import Database
from notes.core.db.repository import SqlRepository
from notes.core.db.shape import Statements
from notes.core.db.stamps import CHANGED, CREATED
from notes.core.db.types import UtcDateTime
from notes.core.db.unit_of_work import UnitOfWork
from notes.core.errors import NotFoundError
from notes.core.queries import ListQuery, SortKey
from tests.core.tables import work_on

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
_LATER = _NOW + dt.timedelta(days=1)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int]
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())


class Pair(Base):
    __tablename__ = "core_pairs"

    left: Mapped[int] = mapped_column(primary_key=True)
    right: Mapped[int] = mapped_column(primary_key=True)


class Things(SqlRepository[Thing]):
    model = Thing
    filters = (Filter("min_rank", "rank", "ge"),)
    insert_stamps = CREATED
    update_stamps = CHANGED


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(clock=lambda: _NOW)
    async with work_on(database, Base.metadata, context) as work:
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


def _query(*sort: str, **filters: object) -> ListQuery:
    return ListQuery(filters=filters, sort=tuple(map(SortKey.parse, sort)), limit=2)


def test_only_so_many_statements_are_remembered() -> None:
    found = Things.statements
    for each in found.entities, found.rows, found.count:
        assert each.cache_info().maxsize


def test_no_two_rows_tie_whatever_the_order() -> None:
    order = Statements(Pair).order([SortKey("right", descending=True)])
    assert [key.name for key in order] == ["right", "left"]
    assert all(key.descending for key in order)
    assert Statements(Pair).order([]) == (
        SortKey("left", descending=False),
        SortKey("right", descending=False),
    )


async def test_a_page_has_its_part_of_the_rows_and_the_number_of_all(
    things: Things,
) -> None:
    for n in range(4):
        await things.add({"id": n, "name": f"n{n}", "rank": n % 2})
    page = await things.page(_query("rank", "-name", min_rank=0))
    assert [item.id for item in page.items if hasattr(item, "id")] == [2, 0]
    assert page.total == 4
    second = await things.page(replace(_query("rank", "-name"), page=2))
    assert [item.id for item in second.items if hasattr(item, "id")] == [3, 1]
    assert (await things.page(_query(min_rank=1))).total == 2


async def test_a_row_is_stamped_when_it_is_made_and_when_it_changes(
    things: Things, work: UnitOfWork
) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    assert (thing.created_at, thing.updated_at) == (_NOW, _NOW)
    later = Things(UnitOfWork(work.session, Context(clock=lambda: _LATER)))
    await later.change(thing, {"rank": 1})
    assert thing.updated_at == _NOW
    await later.change(thing, {"rank": 2})
    assert (thing.created_at, thing.updated_at) == (_NOW, _LATER)


async def test_a_new_row_was_created_and_changed_at_the_same_moment(
    work: UnitOfWork,
) -> None:
    moments = iter((_NOW, _LATER))
    things = Things(UnitOfWork(work.session, Context(clock=lambda: next(moments))))
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    assert thing.created_at == thing.updated_at


async def test_change_refuses_values_for_what_the_entity_lacks(things: Things) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    with pytest.raises(AttributeError, match="Thing has no colour"):
        await things.change(thing, {"colour": "red"})


async def test_what_someone_else_deleted_is_not_found(things: Things) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    await things.add({"id": 2, "name": "b", "rank": 1})
    await things.remove(thing)
    with pytest.raises(NotFoundError, match="deleted"):
        await things.remove(thing)
    assert (await things.page(_query())).total == 1
