"""Values that rows refer to: they stay as they are, or have to be there."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from helpdesk.core.db.constraints import explain_flush
from helpdesk.core.db.database import Database
from helpdesk.core.db.repository import SqlRepository
from helpdesk.core.db.unit_of_work import UnitOfWork
from helpdesk.core.errors import ConflictError, DomainError
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Place(Base):
    __tablename__ = "core_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    above: Mapped[str | None]

    __table_args__ = (
        sa.UniqueConstraint("code", name="uq_core_places_code"),
        sa.ForeignKeyConstraint(
            ["above"], ["core_places.code"], name="fk_core_places_above"
        ),
    )


class Sign(Base):
    __tablename__ = "core_signs"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["code"], ["core_places.code"], name="fk_core_signs_code"
        ),
    )


class Places(SqlRepository[Place]):
    model = Place


class Signs(SqlRepository[Sign]):
    model = Sign


_IN_USE = [("", "in_use")]
_NOWHERE = [("above", "unknown_reference")]


def _told(refusal: DomainError | None) -> list[tuple[str, str]]:
    assert refusal is not None
    return [(each.field, each.code) for each in refusal.details]


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


async def test_what_another_table_refers_to_stays(work: UnitOfWork) -> None:
    place = await Places(work).add({"id": 1, "code": "a"})
    await Signs(work).add({"id": 1, "code": "a"})
    with pytest.raises(ConflictError) as refusal:
        await Places(work).change(place, {"code": "b"})
    assert _told(refusal.value) == _IN_USE


async def test_what_a_row_of_the_same_table_refers_to_stays(work: UnitOfWork) -> None:
    place = await Places(work).add({"id": 1, "code": "a"})
    await Places(work).add({"id": 2, "code": "b", "above": "a"})
    with pytest.raises(ConflictError) as refusal:
        await Places(work).change(place, {"code": "c"})
    assert _told(refusal.value) == _IN_USE


async def test_what_a_row_refers_to_has_to_be_there(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError) as refusal:
        await Places(work).add({"id": 1, "code": "a", "above": "b"})
    assert _told(refusal.value) == _NOWHERE


async def test_what_was_there_a_moment_ago_is_not_in_use(work: UnitOfWork) -> None:
    place = await Places(work).add({"id": 1, "code": "a"})
    await work.session.commit()
    await Places(work).remove(place)
    with pytest.raises(ConflictError, match="refers to one that does not exist"):
        await Signs(work).add({"id": 1, "code": "a"})


class _PostgresError(Exception):
    sqlstate = "23503"

    def __init__(self, constraint_name: str) -> None:
        self.constraint_name = constraint_name


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("fk_core_signs_code", {"code": "b"}, _IN_USE),
        ("fk_core_places_above", {"code": "b"}, _IN_USE),
        ("fk_core_places_above", {"above": "b"}, _NOWHERE),
    ],
)
async def test_postgresql_names_the_reference_that_is_in_the_way(
    work: UnitOfWork, name: str, given: dict[str, str], told: list[tuple[str, str]]
) -> None:
    error = IntegrityError("UPDATE", {}, _PostgresError(name))
    assert _told(await explain_flush(error, work.session, Place, given)) == told
