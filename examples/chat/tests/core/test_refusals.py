"""Writes that the data refuses."""

import sqlite3
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.constraints import explain_flush
from chat.core.db.database import Database
from chat.core.db.repository import SqlRepository
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.errors import ConflictError, InvalidError
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int]
    parent_id: Mapped[int | None]

    __table_args__ = (
        sa.UniqueConstraint("name", name="uq_core_things_name"),
        sa.CheckConstraint(
            "rank < 100",
            name="ck_core_things_rank",
            info={"message": "A rank is below 100.", "fields": ["rank"]},
        ),
        sa.CheckConstraint(
            "name <> 'high' OR rank > 50",
            name="ck_core_things_high",
            info={"message": "High is above 50.", "fields": ["name", "rank"]},
        ),
        sa.CheckConstraint("rank <> 13", name="ck_core_things_luck"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["core_things.id"], name="fk_core_things_parent"
        ),
    )


class Part(Base):
    __tablename__ = "core_refused_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(sa.ForeignKey("core_things.id"))


class Pair(Base):
    __tablename__ = "core_refused_pairs"

    id: Mapped[int] = mapped_column(primary_key=True)
    left_id: Mapped[int | None]
    right_id: Mapped[int | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(["left_id"], ["core_things.id"], name="fk_core_left"),
        sa.ForeignKeyConstraint(["right_id"], ["core_things.id"], name="fk_core_right"),
    )


class Pairs(SqlRepository[Pair]):
    model = Pair


class Things(SqlRepository[Thing]):
    model = Thing


class Parts(SqlRepository[Part]):
    model = Part


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


@pytest.fixture
def things(work: UnitOfWork) -> Things:
    return Things(work)


async def test_a_second_one_is_refused_by_its_columns(things: Things) -> None:
    await things.add({"id": 1, "name": "a", "rank": 1})
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 2, "name": "a", "rank": 1})
    assert [detail.field for detail in refusal.value.details] == ["name"]


async def test_a_broken_rule_is_told_in_its_own_words(things: Things) -> None:
    with pytest.raises(InvalidError, match=r"A rank is below 100\."):
        await things.add({"id": 1, "name": "a", "rank": 100})


async def test_a_rule_that_the_values_break_alone_is_no_conflict(
    things: Things,
) -> None:
    thing = await things.add({"id": 1, "name": "high", "rank": 90})
    with pytest.raises(InvalidError) as refusal:
        await things.change(thing, {"name": "high", "rank": 1})
    assert [detail.field for detail in refusal.value.details] == ["name", "rank"]


async def test_a_rule_that_values_break_with_what_is_stored_is_a_conflict(
    things: Things,
) -> None:
    thing = await things.add({"id": 1, "name": "high", "rank": 90})
    with pytest.raises(ConflictError) as refusal:
        await things.change(thing, {"rank": 1})
    assert [detail.code for detail in refusal.value.details] == ["rule_broken"] * 2
    assert all(detail.message for detail in refusal.value.details)


async def test_a_rule_without_words_is_told_by_its_name(things: Things) -> None:
    with pytest.raises(ConflictError, match="ck_core_things_luck"):
        await things.add({"id": 1, "name": "a", "rank": 13})


async def test_a_reference_to_nothing_is_refused_by_its_column(things: Things) -> None:
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 1, "name": "a", "rank": 1, "parent_id": 7})
    assert [detail.field for detail in refusal.value.details] == ["parent_id"]


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [(None, 7, "right_id"), (7, None, "left_id")],
)
async def test_the_wrong_one_of_two_references_is_told(
    work: UnitOfWork, left: int | None, right: int | None, wrong: str
) -> None:
    with pytest.raises(ConflictError) as refusal:
        await Pairs(work).add({"id": 1, "left_id": left, "right_id": right})
    assert [detail.field for detail in refusal.value.details] == [wrong]


async def test_a_reference_to_what_is_there_is_not_wrong(
    things: Things, work: UnitOfWork
) -> None:
    await things.add({"id": 1, "name": "a", "rank": 1})
    await work.session.commit()
    with pytest.raises(ConflictError) as refusal:
        await Pairs(work).add({"id": 1, "left_id": 1, "right_id": 7})
    assert [detail.field for detail in refusal.value.details] == ["right_id"]


async def test_all_that_may_be_wrong_is_told_where_the_database_names_none(
    work: UnitOfWork,
) -> None:
    silent = sqlite3.IntegrityError("FOREIGN KEY constraint failed")
    silent.sqlite_errorname = "SQLITE_CONSTRAINT_FOREIGNKEY"
    error = IntegrityError("INSERT", {}, silent)
    given = {"left_id": 7, "right_id": 8}
    refusal = await explain_flush(error, work.session, Pair, given)
    assert refusal is not None
    assert {detail.field for detail in refusal.details} == {*given}


async def test_what_is_missing_is_a_bug_and_no_refusal(things: Things) -> None:
    with pytest.raises(IntegrityError):
        await things.add({"id": 1, "name": "a"})


async def test_what_others_need_is_not_deleted(
    things: Things, work: UnitOfWork
) -> None:
    thing = await things.add({"id": 1, "name": "a", "rank": 1})
    await Parts(work).add({"id": 1, "thing_id": 1})
    with pytest.raises(ConflictError) as refusal:
        await things.remove(thing)
    assert [detail.code for detail in refusal.value.details] == ["in_use"]
