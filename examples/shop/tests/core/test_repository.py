"""The repository on a table of its own, so that every kind of column and order is there."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from shop.core.db.conditions import Filter
from shop.core.db.database import Database
from shop.core.db.repository import Link, SqlRepository
from shop.core.db.types import ExactNumeric, UtcDateTime
from shop.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleVersionError,
)
from shop.core.queries import ListQuery, SortKey, encode_cursor
from shop.models.base import table_args, versioned_by


class Base(DeclarativeBase):
    pass


class Label(Base):
    __tablename__ = "core_labels"

    id: Mapped[int] = mapped_column(primary_key=True)


things_labels = sa.Table(
    "core_things_labels",
    Base.metadata,
    sa.Column("thing_id", sa.ForeignKey("core_things.id"), primary_key=True),
    sa.Column("label_id", sa.ForeignKey("core_labels.id"), primary_key=True),
)


class Thing(Base):
    __tablename__ = "core_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int]
    nick: Mapped[str | None]
    price: Mapped[Decimal | None] = mapped_column(ExactNumeric(12, 2))
    parent_id: Mapped[int | None]
    labels: Mapped[list[Label]] = relationship(secondary=things_labels, lazy="raise")

    @property
    def label_ids(self) -> list[int]:
        return [each.id for each in self.labels]

    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

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


class Plain(Base):
    __tablename__ = "core_plains"

    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(sa.ForeignKey("core_things.id"))
    nick: Mapped[str | None]


class Things(SqlRepository[Thing]):
    model = Thing
    filters = (Filter("min_rank", "rank", "ge"),)
    search = ("name", "nick")
    links = (Link("label_ids", "labels", Label, "id"),)


class Plains(SqlRepository[Plain]):
    model = Plain


@pytest_asyncio.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.writing() as session:
        yield session
        await session.rollback()
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)


@pytest.fixture
def things(session: AsyncSession) -> Things:
    return Things(session)


def _query(*sort: str, limit: int = 2, cursor: str | None = None) -> ListQuery:
    order = tuple(map(SortKey.parse, sort))
    return ListQuery(filters={}, search=None, sort=order, limit=limit, cursor=cursor)


async def _fill(things: Things) -> None:
    nicks = ["b", None, "a", "b", None]
    for n, nick in enumerate(nicks):
        await things.add({"id": n, "name": f"n{n}", "rank": n % 2, "nick": nick})


async def _walk(things: Things, *sort: str) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    while True:
        cursor_page = await things.cursor_page(_query(*sort, cursor=cursor))
        found += [item.id for item in cursor_page.items if isinstance(item, Thing)]
        cursor = cursor_page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ([], [0, 1, 2, 3, 4]),
        (["-id"], [4, 3, 2, 1, 0]),
        (["rank"], [0, 2, 4, 1, 3]),
        (["rank", "-name"], [4, 2, 0, 3, 1]),
        (["nick"], [2, 0, 3, 1, 4]),
        (["-nick"], [3, 0, 2, 4, 1]),
        (["nick", "-rank"], [2, 3, 0, 1, 4]),
    ],
)
async def test_a_cursor_goes_through_every_row_in_order(
    things: Things, sort: Sequence[str], ids: list[int]
) -> None:
    await _fill(things)
    assert await _walk(things, *sort) == ids


async def test_rows_that_are_deleted_are_not_listed(things: Things) -> None:
    await _fill(things)
    entity = await things.find(3)
    assert entity is not None
    await things.remove(entity)
    assert await things.find(3) is None
    assert await _walk(things) == [0, 1, 2, 4]


async def test_what_someone_else_deleted_is_not_deleted_again(things: Things) -> None:
    await _fill(things)
    entity = await things.find(3)
    assert entity is not None
    await things.remove(entity)
    with pytest.raises(StaleVersionError):
        await things.remove(entity)


async def test_what_someone_else_changed_is_not_overwritten(
    things: Things, session: AsyncSession
) -> None:
    await _fill(things)
    entity = await things.find(3)
    assert entity is not None
    await session.execute(
        sa.update(Thing).values(version=9).execution_options(synchronize_session=False)
    )
    with pytest.raises(StaleVersionError):
        await things.change(entity, {"rank": 5})


async def test_what_someone_else_deleted_is_not_found(
    session: AsyncSession,
) -> None:
    plains = Plains(session)
    await Things(session).add({"id": 1, "name": "a", "rank": 1})
    plain = await plains.add({"id": 1, "thing_id": 1})
    await plains.remove(plain)
    with pytest.raises(NotFoundError):
        await plains.remove(plain)


async def test_a_search_takes_wildcards_for_what_they_are(things: Things) -> None:
    await things.add({"id": 1, "name": "50% off_", "rank": 1})
    await things.add({"id": 2, "name": "500 offs", "rank": 1})
    query = ListQuery(filters={"min_rank": 1}, search="0% OFF_", sort=(), limit=5)
    page = await things.page(query)
    assert (len(page.items), page.total) == (1, 1)


async def test_links_are_written_as_keys(things: Things, session: AsyncSession) -> None:
    session.add_all([Label(id=1), Label(id=2)])
    await session.flush()
    entity = await things.add({"id": 1, "name": "a", "rank": 1, "label_ids": [2, 1]})
    assert entity.label_ids == [1, 2]
    before = entity.version
    await things.change(entity, {"label_ids": [2]})
    assert (entity.label_ids, entity.version) == ([2], before + 1)


async def test_a_decimal_is_held_as_the_database_holds_it(things: Things) -> None:
    values = {"id": 1, "name": "a", "rank": 1, "price": Decimal(5)}
    assert str((await things.add(values)).price) == "5.00"


async def test_a_link_to_nothing_is_refused(things: Things) -> None:
    with pytest.raises(ConflictError) as refusal:
        await things.add({"id": 1, "name": "a", "rank": 1, "label_ids": [7]})
    assert [detail.field for detail in refusal.value.details] == ["label_ids"]


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


async def test_a_cursor_with_a_text_that_no_column_holds_is_refused(
    things: Things,
) -> None:
    order = [SortKey("name", descending=False), SortKey("id", descending=False)]
    cursor = encode_cursor(order, ["\x00", 1])
    with pytest.raises(InvalidError):
        await things.cursor_page(_query("name", cursor=cursor))


async def test_what_is_missing_is_a_bug_and_no_refusal(things: Things) -> None:
    with pytest.raises(IntegrityError):
        await things.add({"id": 1, "name": "a"})


async def test_what_others_need_is_not_deleted(session: AsyncSession) -> None:
    plains = Plains(session)
    await Things(session).add({"id": 1, "name": "a", "rank": 1})
    plain = await plains.add({"id": 1, "thing_id": 1})
    assert (await plains.page(_query("-nick"))).total == 1
    await plains.remove(plain)
    assert await plains.find(1) is None


@pytest.mark.parametrize("value", ["x", None, 2**31, -(2**40)])
async def test_a_cursor_with_a_value_of_another_type_is_refused(
    things: Things, value: object
) -> None:
    order = [SortKey("rank", descending=False), SortKey("id", descending=False)]
    cursor = encode_cursor(order, [value, 1])
    with pytest.raises(InvalidError):
        await things.cursor_page(_query("rank", cursor=cursor))
