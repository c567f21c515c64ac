"""What a row gets with its new state, and a new state that its constraints refuse."""

from collections.abc import AsyncIterator
from enum import Enum

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop.core.db.database import Database
from shop.core.db.transitions import Transition, Transitions, always
from shop.core.db.unit_of_work import UnitOfWork
from shop.core.errors import ConflictError
from tests.core.tables import work_on


class State(Enum):
    OPEN = "open"
    SHUT = "shut"


class Base(DeclarativeBase):
    pass


class Door(Base):
    __tablename__ = "core_doors"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(sa.Enum(State, native_enum=False))
    gap: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint(
            "state <> 'SHUT' OR gap = 0",
            name="ck_core_doors_gap",
            info={"message": "It is stuck."},
        ),
    )


class Doors(Transitions[Door]):
    model = Door
    transitions = (
        Transition("shut", "state", (State.OPEN,), State.SHUT),
        Transition("push", "state", (State.OPEN,), State.SHUT, sets={"gap": always(0)}),
    )


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    async with work_on(database, Base.metadata) as work:
        yield work


async def test_a_row_gets_what_goes_with_its_new_state(work: UnitOfWork) -> None:
    door = await Doors(work).add({"id": 1, "state": State.OPEN, "gap": 5})
    await Doors(work).transition(door, "push")
    assert (door.state, door.gap) == (State.SHUT, 0)


async def test_a_state_that_a_constraint_refuses_is_a_conflict(
    work: UnitOfWork,
) -> None:
    door = await Doors(work).add({"id": 1, "state": State.OPEN, "gap": 5})
    with pytest.raises(ConflictError, match="It is stuck"):
        await Doors(work).transition(door, "shut")
