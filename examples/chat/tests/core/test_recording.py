"""Events of rows, whatever writes these: a flush, a statement, or the database along with them."""

import datetime as dt
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.database import Database
from chat.core.db.types import UtcDateTime
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.events import along
from chat.core.events.event import Event
from chat.core.events.recording import UNTOLD, recorded
from chat.core.security.principal import person
from tests.core.tables import work_on

_NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
_ANN = UUID(int=1)


class Base(DeclarativeBase):
    pass


class Outbox(Base):
    """Where the events of these tests are."""

    __tablename__ = "core_told_outbox"

    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True
    )
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    name: Mapped[str]
    version: Mapped[int]
    aggregate_type: Mapped[str]
    aggregate_id: Mapped[str]
    data: Mapped[str]
    principal_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    request_id: Mapped[str]
    traceparent: Mapped[str | None]
    occurred_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    failures: Mapped[int]


class Folder(Base):
    """A tree; it goes with the folder that it is in."""

    __tablename__ = "core_told_folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(20), default="new")
    within: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_told_folders.id", ondelete="CASCADE")
    )


class Sheet(Base):
    """Of which nothing is told; it goes with its folder."""

    __tablename__ = "core_told_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(
        sa.ForeignKey("core_told_folders.id", ondelete="CASCADE")
    )


class Mark(Base):
    """It stays where its sheet goes, or its folder; its key has two parts."""

    __tablename__ = "core_told_marks"

    shelf: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_told_sheets.id", ondelete="SET NULL")
    )


recorded(
    Outbox,
    Event("Made", 1, Folder, ("create",), {"id": "id", "name": "name"}),
    Event("Changed", 2, Folder, ("update",), {"id": "id", "name": "name"}),
    Event("Gone", 1, Folder, ("delete",), {"id": "id", "name": "name"}),
    Event("Marked", 1, Mark, ("update",), {"place": "place", "of": "sheet_id"}),
    Event("Set", 1, Mark, ("create",), {}),
)


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    context = Context(
        request_id="the-one",
        clock=lambda: _NOW,
        principal=person(_ANN),
    )
    along._edges.cache_clear()  # each test is the first one to ask
    along._matters.cache_clear()
    async with work_on(database, Base.metadata, context) as work:
        yield work


async def _stored(work: UnitOfWork, *rows: Base) -> None:
    for row in rows:
        work.session.add(row)
        await work.session.flush()


async def _told(work: UnitOfWork) -> list[tuple[str, dict[str, Any]]]:
    """Return the names of what was recorded, with what it says, and forget it."""
    found = sa.select(Outbox.name, Outbox.data).order_by(Outbox.number)
    rows = [(n, json.loads(data)) for n, data in await work.session.execute(found)]
    await work.session.execute(sa.delete(Outbox))
    return rows


async def test_what_is_flushed_is_told_of(work: UnitOfWork) -> None:
    folder = Folder(id=1)
    await _stored(work, folder)
    folder.name = "old"
    await work.session.flush()
    await work.session.delete(folder)
    await work.session.flush()
    assert await _told(work) == [
        ("Made", {"id": 1, "name": "new"}),
        ("Changed", {"id": 1, "name": "old"}),
        ("Gone", {"id": 1, "name": "old"}),
    ]


async def test_an_event_says_of_what_it_is_when_and_for_whom(work: UnitOfWork) -> None:
    await _stored(work, Mark(shelf="a/b", place=1))
    told = await work.session.scalar(sa.select(Outbox))
    assert told is not None
    assert (told.aggregate_type, told.aggregate_id) == ("Mark", "a%2Fb/1")
    assert (told.occurred_at, told.request_id) == (_NOW, "the-one")
    assert (told.version, told.failures, told.traceparent) == (1, 0, None)
    assert told.principal_id == _ANN


async def test_events_of_a_flush_cost_one_statement(work: UnitOfWork) -> None:
    said: list[str] = []

    def noted(*arguments: Any) -> None:
        said.append(arguments[2].split(maxsplit=1)[0])

    connection = (await work.session.connection()).sync_connection
    sa.event.listen(connection, "before_cursor_execute", noted)
    work.session.add_all(Folder(id=each) for each in range(3))
    await work.session.flush()
    assert said == ["INSERT", "INSERT"]
    assert len(await _told(work)) == 3


async def test_what_changes_nothing_is_not_told_of(work: UnitOfWork) -> None:
    folder, sheet = Folder(id=1), Sheet(id=1, folder_id=1)
    await _stored(work, folder, sheet)
    await _told(work)
    folder.name, sheet.id = "new", 2
    await work.session.flush()
    assert await _told(work) == []


async def test_what_is_taken_back_is_not_told_of(work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        async with work.session.begin_nested():
            await _stored(work, Folder(id=1))
            raise RuntimeError
    assert await _told(work) == []


async def test_a_session_may_be_silent(work: UnitOfWork) -> None:
    work.session.info[UNTOLD] = True
    await _stored(work, Folder(id=1))
    del work.session.info[UNTOLD]
    assert await _told(work) == []


async def test_rows_that_a_statement_changes_are_told_of(work: UnitOfWork) -> None:
    await _stored(work, *(Folder(id=each) for each in (1, 2, 3)))
    await _told(work)
    renamed = sa.update(Folder).where(Folder.id > 1, Folder.name == "new")
    await work.session.execute(renamed.values(name="old"))
    told = [("Changed", {"id": each, "name": "old"}) for each in (2, 3)]
    assert sorted(await _told(work), key=str) == told
    await work.session.execute(sa.update(Sheet).values(id=1))
    assert await _told(work) == []


async def test_rows_that_are_changed_by_their_keys_are_told_of(
    work: UnitOfWork,
) -> None:
    await _stored(work, *(Folder(id=each) for each in (1, 2)))
    await _stored(work, *(Mark(shelf="a", place=each) for each in (1, 2)))
    await _told(work)
    given = [{"id": 1, "name": "a"}, {"id": 2, "name": "c"}]
    await work.session.execute(sa.update(Folder), given)
    told = [("Changed", each) for each in given]
    assert sorted(await _told(work), key=str) == told
    await work.session.execute(sa.update(Mark).values(sheet_id=None))
    told = [("Marked", {"place": each, "of": None}) for each in (1, 2)]
    assert sorted(await _told(work), key=str) == told


async def test_rows_that_a_statement_deletes_are_told_of(work: UnitOfWork) -> None:
    await _stored(work, *(Folder(id=each) for each in (1, 2)))
    await _told(work)
    number = sa.bindparam("wanted", type_=sa.Integer())
    deleted = sa.delete(Folder).where(Folder.id == number)
    await work.session.execute(deleted, {"wanted": 2})
    assert await _told(work) == [("Gone", {"id": 2, "name": "new"})]
    await work.session.execute(sa.delete(Folder))
    assert await _told(work) == [("Gone", {"id": 1, "name": "new"})]
    await work.session.execute(sa.delete(Mark))
    assert await _told(work) == []


async def test_a_statement_writes_its_table_and_none_that_its_conditions_read(
    work: UnitOfWork,
) -> None:
    await _stored(work, Folder(id=1), Sheet(id=1, folder_id=1))
    await _stored(work, Mark(shelf="a", place=1, sheet_id=1))
    await _told(work)
    sheets = Sheet.metadata.tables[Sheet.__tablename__]
    named = sa.select(sheets.c.id).where(Folder.id == sheets.c.folder_id)
    these = sheets.c.id.in_(named)
    await work.session.execute(sa.update(sheets).where(these).values(folder_id=1))
    assert await _told(work) == []
    await work.session.execute(sa.delete(sheets).where(these))
    assert await _told(work) == [("Marked", {"place": 1, "of": None})]


async def _tree(work: UnitOfWork) -> None:
    await _stored(work, Folder(id=1), Folder(id=2, within=1), Folder(id=3, within=2))
    await _stored(work, Folder(id=9), Sheet(id=1, folder_id=3))
    await _stored(work, Sheet(id=9, folder_id=9))
    await _stored(work, *(Mark(shelf="a", place=p, sheet_id=p) for p in (1, 9)))
    await _told(work)


async def test_what_goes_along_is_told_of_at_any_depth(work: UnitOfWork) -> None:
    await _tree(work)
    await work.session.execute(sa.delete(Folder).where(Folder.id == 1))
    gone = [("Gone", {"id": each, "name": "new"}) for each in (1, 2, 3)]
    assert await _told(work) == [*gone, ("Marked", {"place": 1, "of": None})]


async def test_what_goes_along_with_a_flush_is_told_of(work: UnitOfWork) -> None:
    await _tree(work)
    await work.session.delete(await work.session.get_one(Folder, 3))
    await work.session.flush()
    gone = ("Gone", {"id": 3, "name": "new"})
    assert await _told(work) == [gone, ("Marked", {"place": 1, "of": None})]


async def test_what_goes_in_a_circle_is_told_of_once(work: UnitOfWork) -> None:
    await _stored(work, Folder(id=1), Folder(id=2, within=1))
    change = sa.update(Folder).where(Folder.id == 1).values(within=2)
    await work.session.execute(change)
    await _told(work)
    await work.session.execute(sa.delete(Folder).where(Folder.id == 1))
    assert [name for name, _ in await _told(work)] == ["Gone", "Gone"]
