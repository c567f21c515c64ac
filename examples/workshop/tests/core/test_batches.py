"""What becomes of each item of a batch, and of all that is done with it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.core.tables import work_on
from workshop.core.batches import BatchedService, BatchError
from workshop.core.db.batches import Batches
from workshop.core.db.database import Database
from workshop.core.db.unit_of_work import UnitOfWork
from workshop.core.errors import ConflictError, InvalidError, UnavailableError
from workshop.core.http.batch import ManyOf


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_batch_things"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(sa.Text())

    __table_args__ = (sa.UniqueConstraint("code", name="uq_core_batch_things_code"),)


class Node(Base):
    __tablename__ = "core_batch_nodes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    above_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_batch_nodes.id"))


class Given(BaseModel):
    id: int
    code: str


class Key(BaseModel):
    id: int


class Item(BaseModel):
    key: Key
    data: Any = None


class Things(Batches[Thing]):
    model = Thing


class Nodes(Batches[Node]):
    model = Node


class ThingService(BatchedService[Thing, Given, Given, BaseModel]):
    label = "thing"


class Loud(ThingService):
    """Notes what it is asked, and refuses one of three."""

    async def create(self, data: Given) -> Thing:
        self.repository.work.after_commit(_nothing)  # type: ignore[attr-defined]
        made = await super().create(data)
        if data.code == "no":
            raise ConflictError("It is refused.")
        return made


async def _nothing() -> None:
    pass


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


def _given(*codes: str) -> list[Any]:
    return [Given(id=n, code=code) for n, code in enumerate(codes, start=1)]


async def _codes(work: UnitOfWork) -> list[str]:
    return [*await work.session.scalars(sa.select(Thing.code).order_by(Thing.id))]


async def test_many_rows_are_one_statement(work: UnitOfWork) -> None:
    said: list[str] = []
    connection = await work.session.connection()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement.partition(" ")[0])

    assert connection.sync_connection is not None
    sa.event.listen(connection.sync_connection, "before_cursor_execute", note)
    done = await ThingService(Things(work)).create_many(_given(*map(str, range(50))))
    assert [each.entity.id for each in done] == [*range(1, 51)]
    assert said.count("INSERT") == 1
    assert {*said} <= {"INSERT", "SAVEPOINT", "RELEASE"}


async def test_what_is_refused_leaves_no_trace(work: UnitOfWork) -> None:
    service = ThingService(Things(work))
    items = [*_given("a", "b", "a", "c"), InvalidError("No.")]
    done = await service.create_many(items)
    assert [each.error is None for each in done] == [True, True, False, True, False]
    assert await _codes(work) == ["a", "b", "c"]
    with pytest.raises(BatchError) as error:
        items = [Given(id=9, code="d"), Given(id=8, code="a")]
        await service.create_many(items, atomic=True)
    assert isinstance(error.value.first, ConflictError)
    assert [each.field for each in error.value.details] == ["data.1.code"]


async def test_a_key_that_two_items_give_is_stored_once(work: UnitOfWork) -> None:
    items = [Given(id=1, code="a"), Given(id=1, code="b")]
    done = await ThingService(Things(work)).create_many(items)
    assert [each.error is None for each in done] == [True, False]
    assert await _codes(work) == ["a"]


async def test_rows_that_cannot_be_stored_together_are_refused(
    work: UnitOfWork,
) -> None:
    rows = [{"id": n, "code": "a"} for n in (1, 2)]
    with pytest.raises(ConflictError, match="can't be stored"):
        await Things(work).add_many(rows)


class Area(BaseModel):
    width: int


class Field(BaseModel):
    area: Area


def test_what_is_wrong_in_an_item_is_told_by_its_place() -> None:
    body = {"data": [{"area": {"width": "wide"}}, {"area": {"width": 7}}]}
    wrong, right = ManyOf[Field].model_validate(body).data
    assert right == Field(area=Area(width=7))
    assert isinstance(wrong, InvalidError)
    assert [each.field for each in wrong.details] == ["area.width"]


async def test_an_item_that_says_no_field_is_told_by_its_place(
    work: UnitOfWork,
) -> None:
    nothing = Item(key=Key(id=7))
    with pytest.raises(BatchError) as error:
        await ThingService(Things(work)).delete_many([nothing], atomic=True)
    told = [(each.field, each.code) for each in error.value.details]
    assert told == [("data.0", "not_found")]


async def test_all_ask_for_what_is_contended_in_one_order(work: UnitOfWork) -> None:
    asked: list[Any] = []

    class Noted(ThingService):
        async def create(self, data: Given) -> Thing:
            asked.append(data.code)
            return await super().create(data)

        async def delete(self, *key: object, **more: Any) -> None:
            asked.append(key)
            await super().delete(*key, **more)

    service = Noted(Things(work))
    made = await service.create_many(_given("b", "c", "a"))
    assert asked == ["a", "b", "c"]
    assert [each.entity.code for each in made] == ["b", "c", "a"]
    asked.clear()
    await service.delete_many([Item(key=Key(id=n)) for n in (2, 3, 1)])
    assert asked == [(3,), (2,), (1,)]


async def test_a_service_of_its_own_is_asked_for_each(work: UnitOfWork) -> None:
    done = await Loud(Things(work)).create_many(_given("a", "no", "b"))
    assert [each.error is None for each in done] == [True, False, True]
    assert await _codes(work) == ["a", "b"]
    assert len(work.after) == 2  # none for what was taken back


async def test_a_row_that_is_refused_is_as_it_was(work: UnitOfWork) -> None:
    service = ThingService(Things(work))
    await service.create_many(_given("a", "b"))

    class Change(BaseModel):
        code: str

    items = [
        Item(key=Key(id=1), data=Change(code="b")),
        Item(key=Key(id=2), data=Change(code="c")),
        Item(key=Key(id=3), data=Change(code="d")),
        Item(key=Key(id=2), data=Change(code="e")),
    ]
    done = await service.update_many(items)
    # The last key comes first: by then the first row may have what the second one had.
    assert [each.error is None for each in done] == [True, True, False, False]
    repeated = done[3].error
    assert isinstance(repeated, ConflictError)
    assert repeated.message
    wrong = [(each.field, each.code) for each in repeated.details]
    assert wrong == [("key", "repeated")]
    assert await _codes(work) == ["b", "c"]
    gone = await service.delete_many([Item(key=Key(id=1)), Item(key=Key(id=7))])
    assert [each.error is None for each in gone] == [True, False]
    assert await _codes(work) == ["c"]


async def test_a_database_that_cannot_serve_refuses_all(work: UnitOfWork) -> None:
    class Busy(ThingService):
        async def create(self, data: Given) -> Thing:
            raise UnavailableError("The database is too busy.")

    with pytest.raises(UnavailableError):
        await Busy(Things(work)).create_many(_given("a"))


async def test_rows_of_a_tree_keep_their_order(work: UnitOfWork) -> None:
    assert Things(work).contended == ("code", "id")
    assert Nodes(work).contended == ()
