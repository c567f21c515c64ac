"""Soft-deleted rows: nobody finds them, nor can anything refer to them."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.tables import work_on
from workshop.core.context import Context
from workshop.core.db.database import Database
from workshop.core.db.removal import SoftDeletes
from workshop.core.db.soft_delete import NotDeleted, ScopedReferences
from workshop.core.db.types import UtcDateTime
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.errors import ConflictError, NotFoundError
from workshop.core.queries import ListQuery

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_soft_things"
    __scope__ = (NotDeleted(),)

    area: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())


class Child(Base):
    __tablename__ = "core_soft_children"

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_area: Mapped[int | None]
    thing_id: Mapped[int | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["thing_area", "thing_id"],
            ["core_soft_things.area", "core_soft_things.id"],
            name="fk_core_soft_children_thing",
            info={"on_soft_delete": "keep"},
        ),
    )


def _to_thing(rule: str) -> sa.ForeignKeyConstraint:
    there = ["core_soft_things.area", "core_soft_things.id"]
    return sa.ForeignKeyConstraint(["thing_area", "thing_id"], there, ondelete=rule)


class Holder(Base):
    __tablename__ = "core_soft_holders"
    __scope__ = (NotDeleted(),)
    __table_args__ = (_to_thing("RESTRICT"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_area: Mapped[int]
    thing_id: Mapped[int]
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())


def _versioned_by(column: Any) -> dict[str, Any]:
    return {"version_id_col": column}


class Loose(Base):
    __tablename__ = "core_soft_loose"
    __table_args__ = (_to_thing("SET NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_area: Mapped[int | None]
    thing_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = _versioned_by(version)


class Piece(Base):
    __tablename__ = "core_soft_pieces"
    __scope__ = (NotDeleted(),)
    __table_args__ = (_to_thing("CASCADE"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_area: Mapped[int]
    thing_id: Mapped[int]
    whole_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_soft_pieces.id", ondelete="CASCADE")
    )
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())


class Note(Base):
    __tablename__ = "core_soft_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    piece_id: Mapped[int] = mapped_column(
        sa.ForeignKey("core_soft_pieces.id", ondelete="CASCADE")
    )


class Things(SoftDeletes[Thing]):
    model = Thing


class Children(ScopedReferences[Child]):
    model = Child


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(clock=lambda: _NOW)
    async with work_on(database, Base.metadata, context) as work:
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


@pytest.fixture
def children(work: UnitOfWork) -> Children:
    return Children(work)


async def _deleted(things: Things, number: int) -> Thing:
    thing = await things.add({"area": 1, "id": number})
    await things.remove(thing)
    return thing


async def test_a_deleted_row_is_marked_and_not_found(
    things: Things, work: UnitOfWork
) -> None:
    await _deleted(things, 1)
    await things.add({"area": 1, "id": 2})
    assert await things.find(1, 1) is None
    assert (await things.page(ListQuery(filters={}, sort=(), limit=5))).total == 1
    marks = await work.session.scalars(sa.select(Thing.deleted_at).order_by(Thing.id))
    assert marks.all() == [_NOW, None]


async def test_what_is_deleted_already_is_not_deleted_again(things: Things) -> None:
    thing = await _deleted(things, 1)
    with pytest.raises(NotFoundError):
        await things.remove(thing)


@pytest.mark.parametrize("number", [1, 7])
async def test_a_reference_to_a_deleted_row_is_refused_as_one_to_nothing(
    things: Things, children: Children, number: int
) -> None:
    await _deleted(things, 1)
    with pytest.raises(ConflictError) as refusal:
        await children.add({"id": 1, "thing_area": 1, "thing_id": number})
    assert [(each.field, each.code) for each in refusal.value.details] == [
        ("thing_area", "unknown_reference"),
        ("thing_id", "unknown_reference"),
    ]


async def test_a_change_may_not_refer_to_a_deleted_row_either(
    things: Things, children: Children
) -> None:
    await _deleted(things, 1)
    await things.add({"area": 1, "id": 2})
    child = await children.add({"id": 1, "thing_area": 1, "thing_id": 2})
    with pytest.raises(ConflictError):
        await children.change(child, {"thing_id": 1})
    await children.change(child, {"thing_area": None, "thing_id": None})
    assert child.thing_id is None


async def test_a_row_that_is_to_keep_its_reference_does(
    things: Things, children: Children
) -> None:
    thing = await things.add({"area": 1, "id": 1})
    child = await children.add({"id": 1, "thing_area": 1, "thing_id": 1})
    await things.remove(thing)
    assert await children.find(1) is child
    assert child.thing_id == 1


_THING = {"thing_area": 1, "thing_id": 1}


@pytest_asyncio.fixture
async def thing(things: Things) -> Thing:
    return await things.add({"area": 1, "id": 1})


async def _stored(work: UnitOfWork, *rows: Base) -> None:
    for row in rows:
        work.session.add(row)
        await work.session.flush()


async def _moments(work: UnitOfWork, model: type[Any]) -> list[object]:
    found = await work.session.execute(sa.select(model.deleted_at).order_by(model.id))
    return [moment for (moment,) in found]


async def test_what_is_referred_to_is_not_deleted_where_that_is_restricted(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    await _stored(work, Holder(id=1, **_THING))
    with pytest.raises(ConflictError) as refusal:
        await things.remove(thing)
    assert [each.code for each in refusal.value.details] == ["in_use"]


async def test_a_deleted_row_restricts_nothing(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    await _stored(work, Holder(id=1, deleted_at=_NOW, **_THING))
    await things.remove(thing)
    assert await things.find(1, 1) is None


async def test_a_reference_becomes_null(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    await _stored(work, Loose(id=1, **_THING))
    await things.remove(thing)
    columns = sa.select(Loose.thing_area, Loose.thing_id, Loose.version)
    assert (await work.session.execute(columns)).one() == (None, None, 2)


async def test_what_is_deleted_along_is_marked_at_the_same_moment(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    pieces = (Piece(id=1, **_THING), Piece(id=2, whole_id=1, **_THING))
    await _stored(work, *pieces, Note(id=1, piece_id=2))
    await things.remove(thing)
    assert await _moments(work, Piece) == [_NOW, _NOW]
    assert await _moments(work, Thing) == [_NOW]


async def test_what_is_not_marked_itself_is_deleted_along(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    await _stored(work, Piece(id=1, **_THING), Note(id=1, piece_id=1))
    await things.remove(thing)
    assert (await work.session.scalars(sa.select(Note.id))).all() == []


async def test_what_was_deleted_before_keeps_its_moment(
    things: Things, thing: Thing, work: UnitOfWork
) -> None:
    earlier = _NOW - dt.timedelta(days=1)
    gone = Piece(id=1, deleted_at=earlier, **_THING)
    await _stored(work, gone, Piece(id=2, **_THING))
    await things.remove(thing)
    assert await _moments(work, Piece) == [earlier, _NOW]
