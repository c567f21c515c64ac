import pytest
from pydantic import MISSING, BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from notes.core.errors import NotFoundError
from notes.core.queries import ListQuery
from notes.core.service import Service
from tests.fakes import FakeRepository


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_service_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nick: Mapped[str]


class Write(BaseModel):
    id: int = 1
    name: str = "a"
    nick: str = "b"


class Patch(BaseModel):
    name: str | MISSING = MISSING
    nick: str | MISSING = MISSING


class Things(Service[Thing, Write, Write, Patch]):
    label = "thing"


@pytest.fixture
def things() -> Things:
    return Things(FakeRepository(Thing))


async def test_a_created_row_is_found_and_listed(things: Things) -> None:
    thing = await things.create(Write())
    assert await things.get(1) is thing
    query = ListQuery(filters={}, sort=(), limit=5)
    assert (await things.page(query)).items == [thing]


async def test_an_update_changes_what_is_given(things: Things) -> None:
    await things.create(Write())
    thing = await things.update(1, data=Patch(nick="c"))
    assert (thing.name, thing.nick) == ("a", "c")


async def test_a_replacement_changes_everything(things: Things) -> None:
    await things.create(Write())
    thing = await things.replace(1, data=Write(name="x", nick="y"))
    assert (thing.name, thing.nick) == ("x", "y")


async def test_a_deleted_row_is_gone(things: Things) -> None:
    await things.create(Write())
    await things.delete(1)
    with pytest.raises(NotFoundError):
        await things.get(1)
