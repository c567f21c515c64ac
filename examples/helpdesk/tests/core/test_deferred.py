"""Foreign keys that are checked at the commit: rows come in any order, and none is missing."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from helpdesk.core.db.constraints import explain_commit
from helpdesk.core.db.repository import SqlRepository
from helpdesk.core.db.unit_of_work import UnitOfWork, unit_of_work
from helpdesk.core.errors import ConflictError
from helpdesk.models.base import versioned_by
from helpdesk.resources import Resources, open_resources
from helpdesk.settings import Settings


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "core_deferred_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    friend_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey(
            "core_deferred_people.id",
            name="fk_core_friend",
            deferrable=True,
            initially="DEFERRED",
        )
    )
    version: Mapped[int] = mapped_column()
    __mapper_args__ = versioned_by(version)


class People(SqlRepository[Person]):
    model = Person


@pytest_asyncio.fixture
async def resources(migrated: Settings) -> AsyncIterator[Resources]:
    async with open_resources(migrated) as resources:
        async with resources.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        yield resources
        async with resources.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)


async def _friends(resources: Resources, *pairs: tuple[int, int | None]) -> None:
    async with unit_of_work(resources) as work:
        for key, friend in pairs:
            await People(work).add({"id": key, "friend_id": friend})


async def _stored(resources: Resources) -> int:
    async with unit_of_work(resources) as work:
        count = sa.select(sa.func.count()).select_from(Person)
        return await work.session.scalar(count) or 0


async def test_rows_of_one_transaction_refer_to_each_other(
    resources: Resources,
) -> None:
    await _friends(resources, (1, 2), (2, 1))
    assert await _stored(resources) == 2


async def test_a_row_that_refers_to_none_is_refused(resources: Resources) -> None:
    with pytest.raises(ConflictError) as refusal:
        await _friends(resources, (1, 2))
    (detail,) = refusal.value.details
    assert (detail.field, detail.code) == ("friend_id", "unknown_reference")
    assert await _stored(resources) == 0


async def test_one_of_several_rows_that_refers_to_none_is_refused(
    resources: Resources,
) -> None:
    with pytest.raises(ConflictError) as refusal:
        await _friends(resources, (1, 2), (2, 3))
    assert {each.field for each in refusal.value.details} <= {"friend_id"}
    assert await _stored(resources) == 0


class _PostgresError(Exception):
    sqlstate = "23503"

    def __init__(self, constraint_name: str | None) -> None:
        self.constraint_name = constraint_name


@pytest.mark.parametrize(
    ("name", "fields"), [("fk_core_friend", ["friend_id"]), (None, [])]
)
async def test_of_several_rows_only_the_database_knows_which_is_wrong(
    resources: Resources, name: str | None, fields: list[str]
) -> None:
    error = IntegrityError("COMMIT", {}, _PostgresError(name))
    written = [(Person, {"id": n, "friend_id": n + 1}) for n in (1, 2)]
    async with resources.database.reading() as session:
        refusal = await explain_commit(error, session, written)
    assert refusal is not None
    assert [each.field for each in refusal.details] == fields


async def test_a_row_that_is_referred_to_stays(resources: Resources) -> None:
    async def remove(work: UnitOfWork) -> None:
        person = await People(work).find(1)
        assert person is not None
        await People(work).remove(person)

    await _friends(resources, (1, None), (2, 1))
    with pytest.raises(ConflictError) as refusal:
        async with unit_of_work(resources) as work:
            await remove(work)
    assert [each.code for each in refusal.value.details] == ["in_use"]
    assert await _stored(resources) == 2
