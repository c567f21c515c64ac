"""Rules that lead into lists, as SQL: any row of the list lets in, and nobody themselves."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.database import Database
from chat.core.db.row_rules import row_rule
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.security.lists import lists_of, rows_of
from chat.core.security.principal import person
from chat.core.security.rules import Rule, field
from tests.core.tables import work_on

_ME, _OTHER = UUID(int=1), UUID(int=2)
_TEAM = ("country", "code")


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "core_listed_teams"

    country: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    code: Mapped[int] = mapped_column(primary_key=True)


class Member(Base):
    __tablename__ = "core_listed_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[UUID | None] = mapped_column(sa.Uuid())
    country: Mapped[str | None] = mapped_column(sa.String(2))
    code: Mapped[int | None] = mapped_column()
    since: Mapped[int | None] = mapped_column()

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["country", "code"], ["core_listed_teams.country", "core_listed_teams.code"]
        ),
    )


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    """Two teams: I am in the first one with somebody else, who is in the second one, too."""
    async with work_on(database, Base.metadata, Context(principal=person(_ME))) as work:
        work.session.add_all([Team(country="de", code=each) for each in (1, 2, 3)])
        await work.session.flush()
        members = ((1, _ME, 1), (2, _OTHER, 1), (3, _OTHER, 2), (4, _ME, None))
        work.session.add_all(
            Member(id=number, account=account, country=code and "de", code=code)
            for number, account, code in members
        )
        await work.session.flush()
        yield work


members = rows_of("Member", *_TEAM)
of_a_team = field(members, "account").is_me()
beside_me = field(_TEAM, members, "account").is_me()


async def _found(work: UnitOfWork, model: type[Base], rule: Rule) -> set[int]:
    *_, key = sa.inspect(model).primary_key
    condition = row_rule(rule.fold(work.context.principal.grants))
    found = await work.session.scalars(
        sa.select(key).where(condition.expression(model)),
        condition.values(work.context),
    )
    return {*found}


async def test_any_row_of_a_list_lets_in(work: UnitOfWork) -> None:
    assert await _found(work, Team, of_a_team) == {1}
    assert await _found(work, Team, ~of_a_team) == {2, 3}


async def test_a_row_lets_nobody_in_by_itself(work: UnitOfWork) -> None:
    assert await _found(work, Member, beside_me) == {2}
    assert await _found(work, Member, ~beside_me) == {1, 3, 4}


def test_a_path_says_through_which_lists_it_leads() -> None:
    assert [*lists_of((_TEAM, members, "account"))] == ["Member"]
    assert [*lists_of((_TEAM, "account"))] == []


async def test_what_refers_to_nothing_is_no_list(work: UnitOfWork) -> None:
    with pytest.raises(LookupError, match="Member refers to nothing by"):
        await _found(work, Team, field(rows_of("Member", "since"), "account").is_me())
