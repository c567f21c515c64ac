"""Natural keys that somebody else takes meanwhile, or whose row is not for whoever asks."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from pydantic import MISSING, BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.fakes import FakeRepository
from workshop.core.db.constraints import duplicate
from workshop.core.errors import ConflictError
from workshop.core.upserts import UpsertService

_NATURAL = {"area": "x", "code": "a"}


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_upsert_things"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[str]
    code: Mapped[str]
    note: Mapped[str]


class Write(BaseModel):
    area: str = "x"
    code: str = "a"
    note: str = "new"


class Patch(BaseModel):
    note: str | MISSING = MISSING


class ThingRepository(FakeRepository[Thing]):
    """Refuses the first row, since somebody else has stored one meanwhile."""

    meanwhile: Thing | None = None
    hides = False

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        yield

    async def add(self, values: Mapping[str, Any]) -> Thing:
        if self.meanwhile is not None:
            self.entities.append(self.meanwhile)
            raise ConflictError("It is taken.")
        return await super().add(values)

    async def holds(self, **values: object) -> bool:
        return any(_has(each, values) for each in self.entities)

    async def find_by(self, **values: object) -> Thing | None:
        found = (each for each in self.entities if _has(each, values))
        return None if self.hides else next(found, None)

    def key_of(self, entity: Thing) -> tuple[object, ...]:
        return self.key(entity)

    def taken(self, natural: Iterable[str]) -> ConflictError:
        return duplicate([*natural])


class ThingService(UpsertService[Thing, Write, Write, Patch]):
    label = "thing"


def _has(thing: Thing, values: Mapping[str, object]) -> bool:
    return all(getattr(thing, name) == value for name, value in values.items())


@pytest.fixture
def repository() -> ThingRepository:
    return ThingRepository(Thing)


def _thing(code: str) -> Thing:
    return Thing(id=UUID(int=1), area="x", code=code, note="old")


async def test_whoever_comes_second_replaces_what_the_first_has_made(
    repository: ThingRepository,
) -> None:
    repository.meanwhile = _thing("a")
    service = ThingService(repository)
    found, is_new = await service.upsert(Write(), _NATURAL, only_new=False)
    assert (found.id, found.note, is_new) == (UUID(int=1), "new", False)


async def test_what_conflicts_with_another_row_is_told_as_it_is(
    repository: ThingRepository,
) -> None:
    repository.meanwhile = _thing("b")
    with pytest.raises(ConflictError, match="It is taken"):
        await ThingService(repository).upsert(Write(), _NATURAL, only_new=False)


async def test_a_row_that_is_not_for_whoever_asks_is_a_duplicate(
    repository: ThingRepository,
) -> None:
    repository.entities.append(_thing("a"))
    repository.hides = True
    with pytest.raises(ConflictError, match="area and code") as refused:
        await ThingService(repository).upsert(Write(), _NATURAL, only_new=False)
    told = [(each.field, each.code) for each in refused.value.details]
    assert told == [("area", "duplicate"), ("code", "duplicate")]
    assert all(each.message for each in refused.value.details)
