"""Copies of rows, whatever writes them: a flush, a statement, or the database along with these."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.tables import work_on
from workshop.core.context import Context
from workshop.core.db import copies
from workshop.core.db.copies import history_by, history_of
from workshop.core.db.database import Database
from workshop.core.db.soft_delete import NotDeleted
from workshop.core.db.types import UtcDateTime
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.security.principal import person

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
_ANN = UUID(int=1)


class Base(DeclarativeBase):
    pass


class Folder(Base):
    """A tree; it goes with the folder that it is in."""

    __tablename__ = "core_copied_folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(20), default="new")
    hidden: Mapped[str | None] = mapped_column(sa.String(20))
    within: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_copied_folders.id", ondelete="CASCADE")
    )


class Sheet(Base):
    """Of which nothing is kept; it goes with its folder."""

    __tablename__ = "core_copied_sheets"

    book: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(
        sa.ForeignKey("core_copied_folders.id", ondelete="CASCADE")
    )


class Mark(Base):
    """It stays where its sheet goes, or its folder."""

    __tablename__ = "core_copied_marks"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["book", "number"],
            ["core_copied_sheets.book", "core_copied_sheets.number"],
            ondelete="SET NULL",
        ),
    )

    shelf: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[int | None]
    number: Mapped[int | None]


class Kept(Base):
    """Which is marked as deleted, and stays."""

    __tablename__ = "core_copied_kept"
    __scope__ = (NotDeleted(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())


history_of(Folder, "hidden")
history_of(Mark)
history_of(Kept)


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(
        request_id="the-one",
        clock=lambda: _NOW,
        principal=person(_ANN),
    )
    copies._edges.cache_clear()  # each test is the first one to ask
    async with work_on(database, Base.metadata, context) as work:
        yield work


async def _stored(work: UnitOfWork, *rows: Base) -> None:
    for row in rows:
        work.session.add(row)
        await work.session.flush()


async def _told(work: UnitOfWork, model: type[Any], *names: str) -> list[Any]:
    """Return what was done to rows, and what they were."""
    table = history_by(model).table
    asked = [table.c[name] for name in ("history_operation", *names)]
    found = await work.session.execute(sa.select(*asked).order_by(table.c.history_id))
    return [tuple(row) for row in found]


async def _forget(work: UnitOfWork) -> None:
    for model in (Folder, Mark):
        await work.session.execute(sa.delete(history_by(model).table))


async def test_what_is_flushed_is_copied(work: UnitOfWork) -> None:
    folder = Folder(id=1, hidden="x")
    await _stored(work, folder)
    folder.name = "old"
    await work.session.flush()
    await work.session.delete(folder)
    await work.session.flush()
    told = [("create", 1, "new"), ("update", 1, "old"), ("delete", 1, "old")]
    assert await _told(work, Folder, "id", "name") == told
    assert "hidden" not in history_by(Folder).table.columns


async def test_a_copy_says_when_and_for_whom(work: UnitOfWork) -> None:
    await _stored(work, Folder(id=1))
    names = ("history_at", "history_request_id", "history_by_id")
    assert await _told(work, Folder, *names) == [("create", _NOW, "the-one", _ANN)]


async def test_a_copy_costs_one_statement(work: UnitOfWork) -> None:
    said: list[str] = []

    def noted(*arguments: Any) -> None:
        said.append(arguments[2].split(maxsplit=1)[0])

    mark = Mark(shelf=1, place=1)
    connection = (await work.session.connection()).sync_connection
    sa.event.listen(connection, "before_cursor_execute", noted)
    await _stored(work, mark)
    mark.book = 1
    await work.session.flush()
    await work.session.execute(sa.delete(Mark).where(Mark.place == 1))
    assert said == ["INSERT", "INSERT", "UPDATE", "INSERT", "INSERT", "DELETE"]


async def test_what_changes_nothing_is_not_copied(work: UnitOfWork) -> None:
    folder = Folder(id=1)
    await _stored(work, folder)
    folder.name = "new"
    await work.session.flush()
    assert await _told(work, Folder) == [("create",)]


async def test_rows_that_a_statement_changes_are_copied(work: UnitOfWork) -> None:
    await _stored(work, *(Folder(id=each) for each in (1, 2, 3)))
    await _forget(work)
    renamed = sa.update(Folder).where(Folder.id > 1, Folder.name == "new")
    await work.session.execute(renamed.values(name="old"))
    told = [("update", 2, "old"), ("update", 3, "old")]
    assert sorted(await _told(work, Folder, "id", "name")) == told


async def test_rows_that_are_changed_by_their_keys_are_copied(work: UnitOfWork) -> None:
    await _stored(work, *(Folder(id=each) for each in (1, 2, 3)))
    await _forget(work)
    given = [{"id": 1, "name": "a"}, {"id": 3, "name": "c"}]
    await work.session.execute(sa.update(Folder), given)
    told = [("update", 1, "a"), ("update", 3, "c")]
    assert sorted(await _told(work, Folder, "id", "name")) == told


async def test_rows_that_a_statement_deletes_are_copied(work: UnitOfWork) -> None:
    await _stored(work, *(Mark(shelf=1, place=each) for each in (1, 2)))
    await _forget(work)
    place = sa.bindparam("wanted", type_=sa.Integer())
    deleted = sa.delete(Mark).where(Mark.place == place)
    await work.session.execute(deleted, {"wanted": 2})
    assert await _told(work, Mark, "place") == [("delete", 2)]
    await work.session.execute(sa.delete(Mark))
    assert await _told(work, Mark, "place") == [("delete", 2), ("delete", 1)]


async def _tree(work: UnitOfWork) -> None:
    await _stored(work, Folder(id=1), Folder(id=2, within=1), Folder(id=3, within=2))
    await _stored(work, Folder(id=9), Sheet(book=1, number=1, folder_id=3))
    await _stored(work, Sheet(book=1, number=9, folder_id=9))
    await _stored(work, *(Mark(shelf=1, place=p, book=1, number=p) for p in (1, 9)))
    await _forget(work)


async def test_what_goes_along_is_copied_at_any_depth(work: UnitOfWork) -> None:
    await _tree(work)
    await work.session.execute(sa.delete(Folder).where(Folder.id == 1))
    told = [("delete", 1), ("delete", 2), ("delete", 3)]
    assert await _told(work, Folder, "id") == told
    assert await _told(work, Mark, "place", "book") == [("update", 1, None)]


async def test_what_goes_along_with_a_flush_is_copied(work: UnitOfWork) -> None:
    await _tree(work)
    await work.session.delete(await work.session.get_one(Folder, 3))
    await work.session.flush()
    assert await _told(work, Folder, "id") == [("delete", 3)]
    assert await _told(work, Mark, "place", "book") == [("update", 1, None)]


async def test_what_goes_in_a_circle_is_copied_once(work: UnitOfWork) -> None:
    await _stored(work, Folder(id=1), Folder(id=2, within=1))
    change = sa.update(Folder).where(Folder.id == 1).values(within=2)
    await work.session.execute(change)
    await _forget(work)
    await work.session.execute(sa.delete(Folder).where(Folder.id == 1))
    assert await _told(work, Folder, "id") == [("delete", 1), ("delete", 2)]


async def test_a_mark_is_a_deletion_that_can_be_taken_back(work: UnitOfWork) -> None:
    kept = Kept(id=1)
    await _stored(work, kept, Kept(id=2))
    kept.deleted_at = _NOW
    await work.session.flush()
    kept.deleted_at = None
    await work.session.flush()
    both = sa.update(Kept).values(deleted_at=_NOW)
    await work.session.execute(both.where(Kept.id == 2))
    await work.session.execute(both)
    await work.session.execute(sa.update(Kept).values(deleted_at=None))
    done: dict[int, list[str]] = {1: [], 2: []}
    for operation, key in await _told(work, Kept, "id"):
        done[key].append(operation)
    assert done[1] == ["create", "delete", "restore", "delete", "restore"]
    assert done[2] == ["create", "delete", "update", "restore"]
