"""Who may be in a room and who sees a row, asked for many at once, is what the rules say of each."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.http.dependencies import resources_of
from chat.core.realtime.channel import RealtimeChannel
from chat.core.realtime.members import MembersOf
from chat.core.realtime.seeing import Seeing
from chat.core.security.access import Access
from chat.core.security.principal import Principal, person, service
from chat.core.security.rules import NOBODY, PUBLIC, Rule, field, owned_by

_ANN, _BEN, _CAT = (person(UUID(int=each)) for each in (1, 2, 3))
_ROBOT = service(client="robot")
_ALL = frozenset({_ANN, _BEN, _CAT, _ROBOT})


class Base(DeclarativeBase):
    pass


class Hall(Base):
    """It is Ann's, and Ben is a member."""

    __tablename__ = "core_halls"
    __access__ = Access(resource="hall", get=PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    keeper: Mapped[UUID] = mapped_column(sa.Uuid())
    is_open: Mapped[bool]


class Guest(Base):
    __tablename__ = "core_guests"

    hall_id: Mapped[int] = mapped_column(sa.ForeignKey(Hall.id), primary_key=True)
    account: Mapped[UUID] = mapped_column(sa.Uuid(), primary_key=True)


class Word(Base):
    """Whoever said it reads it, and whoever keeps the hall."""

    __tablename__ = "core_words"
    __access__ = Access(
        resource="word", get=owned_by("author") | owned_by("hall_id", "keeper")
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(sa.ForeignKey(Hall.id))
    author: Mapped[UUID] = mapped_column(sa.Uuid())


class Sign(Base):
    """Everybody reads it."""

    __tablename__ = "core_signs"
    __access__ = Access(resource="sign", get=PUBLIC)

    code: Mapped[str] = mapped_column(sa.String(9), primary_key=True)


_GUEST = MembersOf(Guest, "hall_id", "account")


@pytest_asyncio.fixture
async def seeing(app: FastAPI) -> AsyncIterator[Seeing]:
    """What asks about a hall that is there, in which something was said."""
    resources = resources_of(app)
    ann, ben = UUID(int=1), UUID(int=2)
    async with resources.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with resources.database.writing() as session, session.begin():
        session.add(Hall(id=1, keeper=ann, is_open=True))
        await session.flush()
        session.add(Guest(hall_id=1, account=ben))
        session.add(Word(number=1, hall_id=1, author=ben))
        session.add(Sign(code="a/b"))
    yield Seeing(resources)
    async with resources.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        pytest.param(PUBLIC, _ALL, id="everybody"),
        pytest.param(NOBODY, set(), id="nobody"),
        pytest.param(_GUEST, {_BEN}, id="members"),
        pytest.param(_GUEST | owned_by("keeper"), {_ANN, _BEN}, id="its owner, too"),
        pytest.param(~_GUEST, {_ANN, _CAT, _ROBOT}, id="others"),
        pytest.param(_GUEST & field("is_open").holds(), {_BEN}, id="while it is open"),
        pytest.param(~field("is_open").holds(), set(), id="while it is shut"),
    ],
)
async def test_who_may_join_is_what_the_rule_says_of_each(
    seeing: Seeing, rule: Rule, who: set[Principal]
) -> None:
    channel = RealtimeChannel("hall", Hall, rule, {})
    assert await seeing.may_join(channel, 1, _ALL) == who
    assert await seeing.may_join(channel, 2, _ALL) == set()
    assert await seeing.may_see(channel, 1, _ALL) == _ALL
    assert await seeing.may_see(channel, 2, _ALL) == set()
    assert await seeing.is_there(channel, 1)
    assert not await seeing.is_there(channel, 2)


async def test_who_sees_a_row_is_what_its_rule_says_of_each(seeing: Seeing) -> None:
    assert await seeing.may_read(Word, "1", _ALL) == {_ANN, _BEN}
    assert await seeing.may_read(Sign, "a%2Fb", _ALL) == _ALL


async def test_a_row_that_is_gone_is_told_of_to_those_who_saw_any(
    seeing: Seeing,
) -> None:
    assert await seeing.may_read(Word, "2", _ALL) == set()
    assert await seeing.may_read(Sign, "gone", _ALL) == _ALL


@pytest.mark.parametrize(
    ("row_id", "key"), [("7", 7), ("07", None), ("seven", None), ("", None)]
)
def test_an_id_is_one_in_one_form(row_id: str, key: int | None) -> None:
    assert RealtimeChannel("hall", Hall, PUBLIC, {}).key(row_id) == key
