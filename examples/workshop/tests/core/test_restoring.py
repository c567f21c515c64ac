"""What comes back with a row: all that went with it, and nothing that went before."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.tables import work_on
from workshop.core.context import Context
from workshop.core.db.database import Database
from workshop.core.db.restoring import AmongDeleted, Restores
from workshop.core.db.soft_delete import NotDeleted
from workshop.core.db.types import UtcDateTime
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.errors import ConflictError
from workshop.core.queries import ListQuery

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
_BEFORE = _NOW - dt.timedelta(days=1)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_restored_things"
    __scope__ = (NotDeleted(),)

    area: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())


class Part(Base):
    __tablename__ = "core_restored_parts"
    __scope__ = (NotDeleted(),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    thing_area: Mapped[int | None]
    thing_id: Mapped[int | None]
    of_id: Mapped[int | None]
    code: Mapped[int | None]
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["thing_area", "thing_id"],
            ["core_restored_things.area", "core_restored_things.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["core_restored_parts.id"], ondelete="CASCADE"
        ),
        sa.Index(
            "uq_core_restored_parts_code",
            "code",
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        ),
    )


class Loose(Base):
    __tablename__ = "core_restored_loose"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_restored_parts.id", ondelete="CASCADE")
    )


class Things(Restores[Thing]):
    model = Thing
    filters = (AmongDeleted(),)


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(clock=lambda: _NOW)
    async with work_on(database, Base.metadata, context) as work:
        yield work


async def _store(work: UnitOfWork, *rows: Base) -> None:
    for row in rows:
        work.session.add(row)
        await work.session.flush()


async def _there(work: UnitOfWork) -> list[int]:
    work.session.expire_all()
    asked = sa.select(Part.id).where(Part.deleted_at.is_(None)).order_by(Part.id)
    return [*await work.session.scalars(asked)]


async def test_what_was_deleted_along_with_a_row_is_restored_with_it(
    work: UnitOfWork,
) -> None:
    things, thing = Things(work), Thing(area=1, id=2)
    others = [
        Part(id=2, of_id=1),
        Part(id=3, of_id=2),
        Part(id=4, thing_area=1, thing_id=2, deleted_at=_BEFORE),
        Part(id=5, of_id=4, deleted_at=_BEFORE),
        Part(id=6),
    ]
    await _store(work, thing, Part(id=1, thing_area=1, thing_id=2), *others)
    await things.remove(thing)
    assert await _there(work) == [6]
    assert await things.restore(1, 2) is thing
    assert await _there(work) == [1, 2, 3, 6]
    assert await things.find(1, 2) is thing


async def test_what_comes_along_may_have_lost_its_place(work: UnitOfWork) -> None:
    things, thing = Things(work), Thing(area=1, id=2)
    await _store(work, thing, Part(id=1, thing_area=1, thing_id=2, code=7))
    await things.remove(thing)
    await _store(work, Part(id=2, code=7))
    with pytest.raises(ConflictError):
        await things.restore(1, 2)


async def test_only_a_row_that_is_deleted_is_restored(work: UnitOfWork) -> None:
    things = Things(work)
    await _store(work, Thing(area=1, id=2))
    assert await things.restore(1, 2) is None
    assert await things.restore(1, 3) is None


async def test_a_list_has_those_that_are_there_or_the_others(work: UnitOfWork) -> None:
    things = Things(work)
    await _store(work, Thing(area=1, id=1), Thing(area=1, id=2, deleted_at=_NOW))
    for filters, key in (({}, 1), ({"among_deleted": True}, 2)):
        page = await things.page(ListQuery(filters=filters, sort=(), limit=9))
        assert [each.id for each in page.items if hasattr(each, "id")] == [key]
        assert page.total == 1
