"""Rules about rows as SQL: each way to say one, for values that are there and for missing ones."""

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.database import Database
from chat.core.db.row_rules import row_rule
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.security.principal import person
from chat.core.security.rules import (
    AUTHENTICATED,
    PUBLIC,
    Rule,
    either,
    every,
    field,
    owned_by,
)
from tests.core.tables import work_on

_ME, _OTHER = UUID(int=1), UUID(int=2)
_TEAM = ("country", "code")


class State(Enum):
    OPEN = "open"
    DONE = "done"
    SHUT = "shut"


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "core_teams"

    country: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    code: Mapped[int] = mapped_column(primary_key=True)
    head: Mapped[UUID] = mapped_column(sa.Uuid())
    level: Mapped[int | None] = mapped_column()


class Note(Base):
    __tablename__ = "core_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[UUID | None] = mapped_column(sa.Uuid())
    country: Mapped[str | None] = mapped_column(sa.String(2))
    code: Mapped[int | None] = mapped_column()
    state: Mapped[State | None] = mapped_column(sa.Enum(State, native_enum=False))
    level: Mapped[int | None] = mapped_column()
    limit: Mapped[int | None] = mapped_column()
    price: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 2))
    since: Mapped[dt.date | None] = mapped_column()
    mark: Mapped[str | None] = mapped_column(sa.CHAR(4))
    word: Mapped[str | None] = mapped_column(sa.String(4))
    pinned: Mapped[bool | None] = mapped_column()

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["country", "code"], ["core_teams.country", "core_teams.code"]
        ),
    )


def _notes() -> list[Note]:
    """Return a note of mine, one of somebody else's, and one without any values."""
    mine = Note(
        id=1,
        author=_ME,
        country="de",
        code=1,
        state=State.OPEN,
        level=1,
        limit=5,
        price=Decimal("1.50"),
        since=dt.date(2024, 5, 1),
        mark="ab",
        word="ab",
        pinned=True,
    )
    theirs = Note(
        id=2,
        author=_OTHER,
        country="de",
        code=2,
        state=State.DONE,
        level=5,
        limit=5,
        price=Decimal(2),
        since=dt.date(2024, 6, 1),
        mark="cd",
        word="ab",
        pinned=False,
    )
    return [mine, theirs, Note(id=3)]


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    mine = Context(principal=person(_ME))
    async with work_on(database, Base.metadata, mine) as work:
        work.session.add(Team(country="de", code=1, head=_ME, level=3))
        work.session.add(Team(country="de", code=2, head=_OTHER))
        await work.session.flush()
        work.session.add_all(_notes())
        await work.session.flush()
        yield work


state, level, price = field("state"), field("level"), field("price")
of_team = field(_TEAM, "level")


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        (state == "open", {1}),
        (state != "open", {2}),
        (level == 5, {2}),
        (level != 5, {1}),
        (level < 5, {1}),
        (level <= 5, {1, 2}),
        (level > 1, {2}),
        (level >= 1, {1, 2}),
        (level < 2**70, {1, 2}),
        (level > Decimal("0.5"), {1, 2}),
        (price == Decimal("1.5"), {1}),
        (price < Decimal("1.505"), {1}),
        (level < field("limit"), {1}),
        (level == field("limit"), {2}),
        (level < of_team, {1}),
        (field("mark") == field("word"), {1}),
        (field("since") >= "2024-06-01", {2}),
        (field("author") == str(_OTHER), {2}),
        (state.one_of("open", "shut"), {1}),
        (state.none_of("open", "shut"), {2}),
        (field("pinned").holds(), {1}),
        (state.is_missing(), {3}),
        (of_team == 3, {1}),
        (of_team.is_missing(), {2, 3}),
        (owned_by("author"), {1}),
        (field("author").is_someone_else(), {2}),
        (owned_by(_TEAM, "head"), {1}),
        (field(_TEAM, "head").is_someone_else(), {2}),
        (either(state == "open", state == "done"), {1, 2}),
        (every(level >= 1, level == field("limit")), {2}),
        (~(state == "open") & ~state.is_missing(), {2}),
        (~(~owned_by("author") | ~field("pinned").holds()), {1}),
    ],
)
async def test_a_rule_holds_for_these_rows_and_its_opposite_for_all_others(
    work: UnitOfWork, rule: Rule, held: set[int]
) -> None:
    for each, rows in ((rule, held), (~rule, {1, 2, 3} - held), (~~rule, held)):
        condition = row_rule(each.fold(work.context.principal.grants))
        found = await work.session.scalars(
            sa.select(Note.id).where(condition.expression(Note)),
            condition.values(work.context),
        )
        assert {*found} == rows


def test_a_rule_is_one_condition_for_all_for_whom_it_is_the_same() -> None:
    assert row_rule(level < 5) is row_rule(field("level") < 5)
    assert row_rule(level < 5) is not row_rule(level < 6)


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        (owned_by("author"), True),
        (field("author").is_someone_else(), None),
        (owned_by(_TEAM, "head"), None),
        (level == 1, None),
    ],
)
def test_whose_a_row_is_takes_no_question_to_the_database(
    rule: Rule, held: bool | None
) -> None:
    mine, theirs, nobodys = _notes()
    condition = row_rule(rule)
    assert condition.holds(mine, _ME) is held
    for each in (theirs, nobodys):
        assert condition.holds(each, _ME) is (None if held is None else False)


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (PUBLIC, TypeError),
        (~AUTHENTICATED, TypeError),
        (field("author", "name") == "Ann", LookupError),
    ],
)
def test_what_no_row_decides_is_no_condition(
    rule: Rule, error: type[Exception]
) -> None:
    with pytest.raises(error):
        row_rule(rule).expression(Note)
