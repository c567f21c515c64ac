"""Who made and changed a row, of whoever the work is for: a request, a job or a script."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.tables import work_on
from workshop.core.context import Context
from workshop.core.db.audited import CHANGED_BY, CREATED_BY
from workshop.core.db.database import Database
from workshop.core.db.repository import SqlRepository
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.security.principal import SYSTEM, Principal, person, service

_ANN, _BOB = uuid.UUID(int=1), uuid.UUID(int=2)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_audited_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int]
    created_by_id: Mapped[uuid.UUID | None]
    updated_by_id: Mapped[uuid.UUID | None]


class Things(SqlRepository[Thing]):
    model = Thing
    insert_stamps = CREATED_BY
    update_stamps = CHANGED_BY


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


def _things(work: UnitOfWork, principal: Principal) -> Things:
    return Things(UnitOfWork(work.session, Context(principal=principal)))


def _said(thing: Thing) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    return thing.created_by_id, thing.updated_by_id


async def test_a_row_says_who_made_it_and_who_changed_it_last(work: UnitOfWork) -> None:
    thing = await _things(work, person(_ANN)).add({"id": 1, "rank": 1})
    assert _said(thing) == (_ANN, _ANN)
    await _things(work, person(_BOB)).change(thing, {"rank": 2})
    assert _said(thing) == (_ANN, _BOB)


async def test_who_changes_nothing_is_not_the_last_one(work: UnitOfWork) -> None:
    thing = await _things(work, person(_ANN)).add({"id": 1, "rank": 1})
    await _things(work, person(_BOB)).change(thing, {"rank": 1})
    assert _said(thing) == (_ANN, _ANN)


@pytest.mark.parametrize("nobody", [SYSTEM, service()], ids=["system", "service"])
async def test_who_has_no_account_leaves_none(
    work: UnitOfWork, nobody: Principal
) -> None:
    thing = await _things(work, nobody).add({"id": 1, "rank": 1})
    assert _said(thing) == (None, None)
    await _things(work, person(_ANN)).change(thing, {"rank": 2})
    await _things(work, nobody).change(thing, {"rank": 3})
    assert _said(thing) == (None, None)
