"""Links between rows, which are written as keys."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shop.core.db.conditions import Condition
from shop.core.db.database import Database
from shop.core.db.links import Link, Linked
from shop.core.db.unit_of_work import UnitOfWork
from shop.core.errors import ConflictError
from shop.core.queries import ListQuery
from shop.models.base import versioned_by
from tests.core.tables import work_on


class _Shown(Condition):
    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        shown: sa.ColumnElement[bool] = model.shown.is_(True)
        return shown


class Base(DeclarativeBase):
    pass


class Label(Base):
    __tablename__ = "core_labels"
    __scope__ = (_Shown(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[bool] = mapped_column(default=True)


things_labels = sa.Table(
    "core_things_labels",
    Base.metadata,
    sa.Column("thing_id", sa.ForeignKey("core_link_things.id"), primary_key=True),
    sa.Column("label_id", sa.ForeignKey("core_labels.id"), primary_key=True),
)


class Thing(Base):
    __tablename__ = "core_link_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    labels: Mapped[list[Label]] = relationship(secondary=things_labels, lazy="raise")

    @property
    def label_ids(self) -> list[int]:
        return [each.id for each in self.labels]

    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)


class Things(Linked[Thing]):
    model = Thing
    links = (Link("label_ids", "labels", Label, "id"),)


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        work.session.add_all([Label(id=1), Label(id=2), Label(id=3, shown=False)])
        await work.session.flush()
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


async def test_links_are_written_as_keys(things: Things) -> None:
    thing = await things.add({"id": 1, "label_ids": [2, 1]})
    assert thing.label_ids == [1, 2]
    await things.change(thing, {"label_ids": [2]})
    assert thing.label_ids == [2]
    assert thing.version == 2


@pytest.mark.parametrize("key", [3, 7])
async def test_a_link_to_what_nobody_sees_is_refused_as_one_to_nothing(
    things: Things, key: int
) -> None:
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 1, "label_ids": [1, key]})
    assert [detail.field for detail in refusal.value.details] == ["label_ids"]
    thing = await things.add({"id": 1, "label_ids": [1]})
    with pytest.raises(ConflictError):
        await things.change(thing, {"label_ids": [key]})


async def _hide(work: UnitOfWork, key: int) -> None:
    hidden = sa.update(Label).values(shown=False).where(Label.id == key)
    await work.session.execute(hidden)


async def test_a_link_shows_no_row_that_nobody_sees(
    things: Things, work: UnitOfWork
) -> None:
    await things.add({"id": 1, "label_ids": [1, 2]})
    await _hide(work, 2)
    work.session.expunge_all()
    thing = await things.find(1)
    assert thing is not None
    assert thing.label_ids == [1]
    (listed,) = (await things.page(ListQuery(filters={}, sort=(), limit=5))).items
    assert isinstance(listed, Thing)
    assert listed.label_ids == [1]


async def test_a_link_to_what_nobody_sees_outlives_a_change_of_the_others(
    things: Things, work: UnitOfWork
) -> None:
    await things.add({"id": 1, "label_ids": [1, 2]})
    await _hide(work, 2)
    work.session.expunge_all()
    thing = await things.find(1)
    assert thing is not None
    await things.change(thing, {"label_ids": []})
    left = await work.session.scalars(sa.select(things_labels.c.label_id))
    assert left.all() == [2]
