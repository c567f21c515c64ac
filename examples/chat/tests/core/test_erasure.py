"""What becomes of rows of every kind when a person is erased, on tables of the tests' own."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.database import Database
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.personal.commands import told
from chat.core.personal.erasure import Erasure, Outcome
from chat.core.personal.export import Export
from chat.core.personal.facts import (
    ANONYMISE,
    KEEP,
    LIST,
    NULL,
    STAYS,
    PersonalData,
    email,
    text,
    url,
)
from chat.core.security.access import Access
from chat.core.security.principal import SYSTEM
from chat.models.accounts import Account
from tests.core.tables import work_on

_LAW = "Tax law: ten years."


class Base(DeclarativeBase):
    pass


def _account(on_delete: str) -> sa.ForeignKey:
    return sa.ForeignKey(Account.__table__.c.id, ondelete=on_delete)


class Member(Base):
    """Deleted; each has a friend, which may close a circle."""

    __tablename__ = "core_members"
    __access__ = Access(resource="member")

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(_account("RESTRICT"))
    friend_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_members.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    nick: Mapped[str | None] = mapped_column(sa.String(8))
    mail: Mapped[str | None] = mapped_column(sa.String(80))
    site: Mapped[str | None] = mapped_column(sa.String(80))
    tongues: Mapped[Any] = mapped_column(sa.JSON())
    born: Mapped[int] = mapped_column(default=1970)
    pin: Mapped[str] = mapped_column(sa.String(4), default="1234")


class Badge(Base):
    """Nobody's; it goes along with its member."""

    __tablename__ = "core_badges"

    hall: Mapped[str] = mapped_column(sa.String(9), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("core_members.id", ondelete="CASCADE")
    )


class Loan(Base):
    """Nobody's; what is lent to a badge stays, and refers to nothing."""

    __tablename__ = "core_loans"

    id: Mapped[int] = mapped_column(primary_key=True)
    hall: Mapped[str | None] = mapped_column(sa.String(9))
    number: Mapped[int | None] = mapped_column()

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["hall", "number"],
            ["core_badges.hall", "core_badges.number"],
            ondelete="SET NULL",
        ),
    )


class Post(Base):
    """Deleted, with all that answers it, whoever wrote that."""

    __tablename__ = "core_posts"
    __access__ = Access(resource="post")

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[UUID] = mapped_column(_account("CASCADE"))
    answers_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_posts.id", ondelete="CASCADE")
    )


class Review(Base):
    """Anonymised, and let go by its member."""

    __tablename__ = "core_reviews"
    __access__ = Access(resource="review")

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_members.id", ondelete="SET NULL")
    )
    signed: Mapped[str | None] = mapped_column(sa.String(40))
    stars: Mapped[int] = mapped_column(default=5)


class Invoice(Base):
    """Kept; it needs its member."""

    __tablename__ = "core_invoices"
    __access__ = Access(resource="invoice")

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        sa.ForeignKey("core_members.id", ondelete="RESTRICT")
    )
    billed_to: Mapped[str] = mapped_column(sa.String(40), default="Ann")


class Receipt(Base):
    """Kept, though it could let its account go."""

    __tablename__ = "core_receipts"
    __access__ = Access(resource="receipt")

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(_account("SET NULL"))


class Task(Base):
    """Nobody's; somebody does it, until they are gone."""

    __tablename__ = "core_tasks"
    __access__ = Access(resource="task")

    id: Mapped[int] = mapped_column(primary_key=True)
    doer_id: Mapped[UUID | None] = mapped_column(_account("SET NULL"))


class Visit(Base):
    """Nobody's, and it needs an account."""

    __tablename__ = "core_visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(_account("RESTRICT"))


class Shoe(Base):
    """Deleted; it needs the other one."""

    __tablename__ = "core_shoes"
    __access__ = Access(resource="shoe")

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(_account("CASCADE"))
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("core_shoes.id"))


liked = sa.Table(
    "core_liked",
    Base.metadata,
    *(
        sa.Column(f"{each}_id", sa.ForeignKey(f"core_{each}s.id", ondelete="CASCADE"))
        for each in ("member", "post")
    ),
)

_FACTS = (
    PersonalData(
        Member,
        owner=("account_id",),
        hidden=("pin",),
        blanks={
            "name": text(40),
            "nick": text(8),
            "mail": email(),
            "site": url(),
            "tongues": LIST,
            "born": STAYS,
        },
    ),
    PersonalData(Post, owner=("author_id",)),
    PersonalData(
        Review,
        owner=("member_id", "account_id"),
        blanks={"signed": NULL},
        erase=ANONYMISE,
    ),
    PersonalData(Invoice, owner=("member_id", "account_id"), erase=KEEP, reason=_LAW),
    PersonalData(Receipt, owner=("account_id",), erase=KEEP, reason=_LAW),
    PersonalData(Shoe, owner=("account_id",)),
)


Fates = dict[tuple[str, str], tuple[int, str]]
"""How many rows have which fate, and why, by table and fate."""


class Club:
    """Rows of one person and of another one, in a transaction of which nothing stays."""

    def __init__(self, work: UnitOfWork, person: Account, other: Account) -> None:
        self.work = work
        self.session = work.session
        self.account = person
        self.person = person.id  # which it takes no question to the database to say
        self.other = other.id

    async def store(self, *rows: Base) -> None:
        for each in rows:
            self.session.add(each)
            await self.session.flush()

    async def planned(self) -> list[Outcome]:
        plan = await Erasure(self.work, _FACTS, Base).planned(self.person)
        return plan.outcomes()

    async def erased(self) -> Fates:
        """Erase the person, and return what became of the rows, as it was foretold."""
        foretold = _fates(await self.planned())
        outcomes = await Erasure(self.work, _FACTS, Base).erase(self.account)
        assert _fates(outcomes) == foretold
        self.session.expire_all()
        return foretold

    async def keys(self, model: Any) -> list[Any]:
        """Return the keys of the rows that are left."""
        key = sa.inspect(model).primary_key[-1]
        return [*await self.session.scalars(sa.select(key).order_by(key))]

    def member(self, key: int, **values: Any) -> Member:
        """Return a member: of the person up to 9, else of the other one."""
        account = self.person if key < 10 else self.other
        given = {"account_id": account, "name": "Ann", "tongues": ["de"]}
        return Member(id=key, **given | values)


def _fates(outcomes: list[Outcome]) -> Fates:
    return {(e.table, e.fate): (e.count, e.reason) for e in outcomes}


@pytest_asyncio.fixture
async def club(emptied: Database) -> AsyncIterator[Club]:
    system = Context(principal=SYSTEM)
    async with work_on(emptied, Base.metadata, system) as work:
        accounts = [Account(email=f"{uuid4()}@example.com") for _ in range(2)]
        work.session.add_all(accounts)
        await work.session.flush()
        yield Club(work, *accounts)


async def test_rows_go_with_what_cascades_from_them(club: Club) -> None:
    await club.store(club.member(1), club.member(11))
    await club.store(Badge(hall="a", number=1, member_id=1))
    await club.store(Badge(hall="a", number=2, member_id=11))
    await club.store(Loan(id=1, hall="a", number=1), Loan(id=2, hall="a", number=2))
    assert await club.erased() == {
        ("core_badges", "deleted"): (1, ""),
        ("core_members", "deleted"): (1, ""),
    }
    assert await club.keys(Member) == [11]
    assert await club.keys(Badge) == [2]
    assert (await club.session.get_one(Loan, 1)).number is None
    assert (await club.session.get_one(Loan, 2)).number == 2


async def test_what_others_wrote_goes_along_and_that_is_told(club: Club) -> None:
    person, other = club.person, club.other
    await club.store(Post(id=1, author_id=other), Post(id=2, author_id=person))
    await club.store(Post(id=3, author_id=other, answers_id=2))
    await club.store(Post(id=4, author_id=other, answers_id=3))
    outcomes = await club.planned()
    assert [(each.fate, each.reason, each.count) for each in outcomes] == [
        ("deleted", "", 1),
        ("deleted", "It goes along with what it refers to.", 2),
    ]
    await club.erased()
    assert await club.keys(Post) == [1]


async def test_a_kept_row_holds_what_it_needs_which_is_blanked(club: Club) -> None:
    said = {"nick": "Ann", "mail": "ann@example.com", "site": "https://ann.example"}
    await club.store(club.member(1, **said), club.member(2), club.member(11))
    await club.store(Invoice(id=1, member_id=1), Invoice(id=2, member_id=11))
    held = "Other rows refer to it: core_invoices."
    stays = "Nothing can stand for born, which stays."
    assert await club.erased() == {
        ("core_invoices", "kept"): (1, _LAW),
        ("core_members", "anonymised"): (1, f"{held} {stays}"),
        ("core_members", "deleted"): (1, ""),
    }
    left = await club.session.get_one(Member, 1)
    assert left.name.startswith("erased-")
    assert left.nick is not None
    assert len(left.nick) == 8
    assert left.nick != "Ann"
    assert left.mail is not None
    assert left.mail.endswith("@erased.invalid")
    assert left.site is not None
    assert left.site.startswith("https://erased.invalid/")
    assert (left.tongues, left.born, left.pin) == ([], 1970, "1234")
    assert (await club.session.get_one(Invoice, 1)).billed_to == "Ann"
    assert (await club.session.get_one(Member, 11)).name == "Ann"


async def test_nothing_goes_along_with_a_row_that_stays(club: Club) -> None:
    await club.store(club.member(1), Badge(hall="a", number=1, member_id=1))
    await club.store(Loan(id=1, hall="a", number=1), Invoice(id=1, member_id=1))
    fates = await club.erased()
    assert not [fate for fate in fates if "core_badges" in fate]
    assert await club.keys(Badge) == [1]
    assert (await club.session.get_one(Loan, 1)).number == 1


async def test_what_is_anonymised_lets_go_and_stays(club: Club) -> None:
    await club.store(club.member(1), Review(id=1, member_id=1, signed="Ann"))
    await club.store(club.member(11), Review(id=2, member_id=11, signed="Bea"))
    assert await club.erased() == {
        ("core_members", "deleted"): (1, ""),
        ("core_reviews", "anonymised"): (1, ""),
    }
    left = await club.session.get_one(Review, 1)
    assert (left.member_id, left.signed, left.stars) == (None, None, 5)
    others = await club.session.get_one(Review, 2)
    assert (others.member_id, others.signed) == (11, "Bea")


async def test_what_refers_to_the_account_alone_lets_it_go_or_needs_it(
    club: Club,
) -> None:
    person = club.person
    await club.store(Task(id=1, doer_id=person), Task(id=2, doer_id=club.other))
    await club.store(Visit(id=1, account_id=person))
    await club.store(Receipt(id=1, account_id=person))
    needs = "It needs an account: that one stays, and says nothing of anybody."
    assert await club.erased() == {
        ("core_receipts", "kept"): (1, _LAW),
        ("core_tasks", "unlinked"): (1, ""),
        ("core_visits", "refers"): (1, needs),
    }
    assert (await club.session.get_one(Task, 1)).doer_id is None
    assert (await club.session.get_one(Task, 2)).doer_id == club.other
    assert (await club.session.get_one(Receipt, 1)).account_id == person
    assert await club.keys(Visit) == [1]
    account = await club.session.get_one(Account, person)
    assert (account.email, account.disabled_at is None) == (None, False)


async def test_rows_in_a_circle_let_each_other_go(club: Club) -> None:
    await club.store(club.member(1), club.member(2, friend_id=1))
    (await club.session.get_one(Member, 1)).friend_id = 2
    await club.store(Badge(hall="a", number=1, member_id=2))
    assert (await club.erased())["core_members", "deleted"] == (2, "")
    assert await club.keys(Member) == await club.keys(Badge) == []


async def test_rows_that_need_each_other_go_at_once(club: Club) -> None:
    person = club.person
    await club.store(Shoe(id=1, account_id=person, other_id=1))
    await club.store(Shoe(id=2, account_id=person, other_id=1))
    await club.store(Shoe(id=3, account_id=club.other, other_id=3))
    (await club.session.get_one(Shoe, 1)).other_id = 2
    await club.session.flush()
    assert await club.erased() == {("core_shoes", "deleted"): (2, "")}
    assert await club.keys(Shoe) == [3]


async def test_each_outcome_is_told_in_a_line(club: Club) -> None:
    await club.store(club.member(1), Task(id=1, doer_id=club.person))
    lines = told(await club.planned()).splitlines()
    assert lines == [
        "deleted           1 core_members",
        "unlinked          1 core_tasks",
        "emptied           1 accounts",
    ]


async def test_an_export_names_what_is_linked_and_what_mentions_the_person(
    club: Club,
) -> None:
    person, other = club.person, club.other
    await club.store(club.member(1), club.member(11), Post(id=1, author_id=other))
    pairs = [{"member_id": each, "post_id": 1} for each in (1, 11)]
    await club.session.execute(sa.insert(liked), pairs)
    await club.store(Task(id=1, doer_id=person), Task(id=2, doer_id=other))
    await club.store(Visit(id=1, account_id=person))
    parts = Export(club.work, _FACTS, Base).written(person)
    found = json.loads("".join([each async for each in parts]))
    assert found["account"]["email"] == club.account.email
    (member,), *others = found["rows"].values()
    assert others == [[]] * 5
    assert (member["name"], member["tongues"]) == ("Ann", ["de"])
    assert "pin" not in member
    assert found["links"] == [{"of": "core_liked", "member_id": 1, "post_id": 1}]
    assert found["mentions"] == [{"of": "core_tasks", "id": 1, "by": ["doer_id"]}]
    (visit,) = found["signing_in"]
    assert (visit["of"], visit["id"]) == ("core_visits", 1)
