"""The repository on tables of its own, so that every kind of column is there."""

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from notes.core.context import Context
from notes.core.db.conditions import Condition, Filter
from notes.core.db.database import Database
from notes.core.db.repository import SqlRepository
from notes.core.db.stamps import CHANGED, CREATED
from notes.core.db.types import ExactNumeric, UtcDateTime
from notes.core.db.unit_of_work import UnitOfWork
from notes.core.errors import ConflictError, NotFoundError, StaleVersionError
from notes.core.queries import ListQuery, SortKey
from notes.models.base import table_args, versioned_by
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
    price: Mapped[Decimal | None] = mapped_column(ExactNumeric(12, 2))
    parent_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.UniqueConstraint("name", name="uq_core_things_name"),
        sa.CheckConstraint(
            "rank < 100",
            name="ck_core_things_rank",
            info={"message": "A rank is below 100.", "fields": ["rank"]},
        ),
        sa.CheckConstraint("rank <> 13", name="ck_core_things_luck"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["core_things.id"], name="fk_core_things_parent"
        ),
    )


class _Below(Condition):
    """Shows rows below a rank that the context decides."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        below: sa.ColumnElement[bool] = model.rank < sa.bindparam("day_")
        return below

    def values(self, context: Context) -> dict[str, object]:
        return {"day_": context.clock().day}


class Plain(Base):
    __tablename__ = "core_plains"
    __scope__ = (_Below(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)
    thing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_things.id"))


class Things(SqlRepository[Thing]):
    model = Thing
    filters = (Filter("min_rank", "rank", "ge"),)
    insert_stamps = CREATED
    update_stamps = CHANGED


class Plains(SqlRepository[Plain]):
    model = Plain


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(clock=lambda: _NOW)
    async with work_on(database, Base.metadata, context) as work:
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


@pytest.fixture
def plains(work: UnitOfWork) -> Plains:
    return Plains(work)


def _query(*sort: str, **filters: object) -> ListQuery:
    return ListQuery(filters=filters, sort=tuple(map(SortKey.parse, sort)), limit=2)


async def test_a_page_has_its_part_of_the_rows_and_the_number_of_all(
    things: Things,
) -> None:
    for n in range(4):
        await things.add({"id": n, "name": f"n{n}", "rank": n % 2})
    page = await things.page(_query("rank", "-name", min_rank=0))
    assert [item.id for item in page.items if hasattr(item, "id")] == [2, 0]
    assert page.total == 4
    assert (await things.page(_query(min_rank=1))).total == 2


async def test_rows_outside_of_the_scope_are_not_there(plains: Plains) -> None:
    inside = await plains.add({"id": 1, "rank": 30})
    outside = await plains.add({"id": 2, "rank": 31})
    assert await plains.find(1) is inside
    assert await plains.find(2) is None
    assert (await plains.page(_query())).total == 1
    with pytest.raises(NotFoundError):
        await plains.remove(outside)


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


async def test_a_value_for_nothing_is_a_bug(things: Things) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    with pytest.raises(AttributeError, match="Thing has no colour"):
        await things.change(thing, {"colour": "red"})


async def test_a_row_changes_where_it_is_as_expected(
    things: Things, work: UnitOfWork
) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    await things.change(thing, {"rank": 2}, {"rank": {0, 1}})
    with pytest.raises(ConflictError) as refusal:
        await things.change(thing, {"rank": 3}, {"rank": {1}})
    assert [detail.field for detail in refusal.value.details] == ["rank"]
    await work.session.execute(
        sa.update(Thing).values(rank=9).execution_options(synchronize_session=False)
    )
    with pytest.raises(ConflictError):
        await things.change(thing, {"name": "b"}, {"rank": {2}})
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
    with pytest.raises(StaleVersionError):
        await things.change(thing, {"rank": 5})


async def test_what_someone_else_deleted_is_not_found(plains: Plains) -> None:
    plain = await plains.add({"id": 1})
    await plains.remove(plain)
    with pytest.raises(NotFoundError):
        await plains.remove(plain)


async def test_a_decimal_is_held_as_the_database_holds_it(things: Things) -> None:
    values = {"id": 1, "name": "a", "rank": 1, "price": Decimal(5)}
    assert str((await things.add(values)).price) == "5.00"


async def test_a_second_one_is_refused_by_its_columns(things: Things) -> None:
    await things.add({"id": 1, "name": "a", "rank": 1})
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 2, "name": "a", "rank": 1})
    assert [detail.field for detail in refusal.value.details] == ["name"]


async def test_a_broken_rule_is_told_in_its_own_words(things: Things) -> None:
    with pytest.raises(ConflictError, match=r"A rank is below 100\."):
        await things.add({"id": 1, "name": "a", "rank": 100})


async def test_a_rule_without_words_is_told_by_its_name(things: Things) -> None:
    with pytest.raises(ConflictError, match="ck_core_things_luck"):
        await things.add({"id": 1, "name": "a", "rank": 13})


async def test_a_reference_to_nothing_is_refused_by_its_column(things: Things) -> None:
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 1, "name": "a", "rank": 1, "parent_id": 7})
    assert [detail.field for detail in refusal.value.details] == ["parent_id"]


async def test_what_is_missing_is_a_bug_and_no_refusal(things: Things) -> None:
    with pytest.raises(IntegrityError):
        await things.add({"id": 1, "name": "a"})


async def test_what_others_need_is_not_deleted(things: Things, plains: Plains) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    await plains.add({"id": 1, "thing_id": 1})
    with pytest.raises(ConflictError) as refusal:
        await things.remove(thing)
    assert [detail.code for detail in refusal.value.details] == ["in_use"]
