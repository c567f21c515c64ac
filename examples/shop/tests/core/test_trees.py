"""Trees have no circles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.core.db.database import Database
from shop.core.db.trees import Acyclic
from shop.core.db.unit_of_work import UnitOfWork
from shop.core.errors import ConflictError
from shop.models.base import versioned_by
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Folder(Base):
    __tablename__ = "core_folders"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_folders.id"))

    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)


class Folders(Acyclic[Folder]):
    model = Folder


@pytest_asyncio.fixture
async def folders(database: Database) -> AsyncIterator[Folders]:
    """Four folders: 1 above 2 above 3, and 4 by itself."""
    async with work_on(database, Base.metadata) as work:
        folders = Folders(UnitOfWork(work.session))
        for key, parent in ((1, None), (2, 1), (3, 2), (4, None)):
            await folders.add({"id": key, "parent_id": parent})
        yield folders


@pytest.mark.parametrize(("key", "parent"), [(1, 3), (1, 2), (1, 1), (2, 3)])
async def test_a_row_is_not_put_below_itself(
    folders: Folders, key: int, parent: int
) -> None:
    folder = await folders.find(key)
    assert folder is not None
    with pytest.raises(ConflictError) as refusal:
        await folders.change(folder, {"parent_id": parent})
    assert [each.field for each in refusal.value.details] == ["parent_id"]


@pytest.mark.parametrize(("key", "parent"), [(1, 4), (3, 1), (3, None), (2, 1)])
async def test_a_row_is_put_elsewhere(
    folders: Folders, key: int, parent: int | None
) -> None:
    folder = await folders.find(key)
    assert folder is not None
    await folders.change(folder, {"parent_id": parent})
    assert folder.parent_id == parent


async def test_a_new_row_is_not_its_own_parent(folders: Folders) -> None:
    with pytest.raises(ConflictError):
        await folders.add({"id": 5, "parent_id": 5})


async def test_two_moves_at_once_close_no_circle(database: Database) -> None:
    both = asyncio.Barrier(2)

    async def moved(key: int, parent: int) -> None:
        async with database.writing() as session, session.begin():
            folders = Folders(UnitOfWork(session))
            folder = await folders.find(key)
            assert folder is not None
            # SQLite lets the other one in only when this one has ended.
            with suppress(TimeoutError, asyncio.BrokenBarrierError):
                async with asyncio.timeout(0.3):
                    await both.wait()
            await folders.change(folder, {"parent_id": parent})

    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    try:
        async with database.writing() as session, session.begin():
            for key in (1, 2):
                await Folders(UnitOfWork(session)).add({"id": key})
        done = await asyncio.gather(moved(1, 2), moved(2, 1), return_exceptions=True)
        assert [type(each) for each in done if each is not None] == [ConflictError]
    finally:
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
