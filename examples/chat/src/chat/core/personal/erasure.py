"""Erases a person: what goes, what stays without them, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.security.audit import audit
from chat.models.accounts import Account
from chat.models.base import Base
from chat.personal_data import PERSONAL_DATA

from .facts import PersonalData
from .person_events import erase_events
from .person_files import let_files_go
from .person_rooms import erase_told, forget_told
from .rows import ACCOUNTS, Key, Reference, Row, Rows, among, at_once, key_of

Fate = Literal["deleted", "anonymised", "kept", "unlinked", "refers"]

_SHELL = "It needs an account: that one stays, and says nothing of anybody."
_ALONG = "It goes along with what it refers to."
_REFERRED = "Other rows refer to it: "


@dataclass(frozen=True, order=True)
class Outcome:
    """What becomes of some rows of a table, and why."""

    table: str
    fate: Fate
    reason: str = ""
    count: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Plan:
    """What is to be done about an account."""

    account: UUID
    gone: frozenset[Row]
    own: dict[Row, PersonalData]
    references: tuple[Reference, ...]  # to the account, and to rows that could go
    ownable: frozenset[sa.Table]  # in which rows belong to somebody

    @property
    def blanked(self) -> Iterable[tuple[PersonalData, Row]]:
        """The rows that stay without what says something of a person."""
        for row, fact in self.own.items():
            if row not in self.gone and fact.erase != "keep":
                yield fact, row

    @property
    def unlinked(self) -> Iterable[Reference]:
        """The references to the account that are taken out of rows."""
        for each in self._to_account():
            if each.lets_go and not self._is_kept(each.row):
                yield each

    def outcomes(self) -> list[Outcome]:
        """Return what becomes of which rows, by table."""
        return [
            Outcome(each.table, each.fate, each.reason, count)
            for each, count in sorted(Counter(self._outcomes()).items())
        ]

    def _outcomes(self) -> Iterable[Outcome]:
        for row in self.gone:
            reason = "" if row in self.own or row[0] not in self.ownable else _ALONG
            yield Outcome(row[0].name, "deleted", reason)
        holders: dict[Row, set[str]] = {}
        for each in self.references:
            if each.row not in self.gone and not each.lets_go:
                holders.setdefault(each.to, set()).add(each.row[0].name)
        for fact, row in self.blanked:
            reason = fact.reason or _stays(fact)
            if fact.erase == "delete":
                reason = f"{_REFERRED}{', '.join(sorted(holders[row]))}. {reason}"
            yield Outcome(row[0].name, "anonymised", reason.strip())
        for row, fact in self.own.items():
            if fact.erase == "keep":
                yield Outcome(row[0].name, "kept", fact.reason)
        for each in self.unlinked:
            yield Outcome(each.row[0].name, "unlinked")
        for each in self._to_account():
            if not each.lets_go and each.row not in self.own:
                yield Outcome(each.row[0].name, "refers", _SHELL)

    def _to_account(self) -> Iterable[Reference]:
        for each in self.references:
            if each.to[0] is ACCOUNTS and each.row not in self.gone:
                yield each

    def _is_kept(self, row: Row) -> bool:
        return row in self.own and self.own[row].erase == "keep"


def _stays(fact: PersonalData) -> str:
    """Return which values nothing can stand for, in words."""
    names = [name for name, blank in fact.blanks.items() if blank.made is None]
    return f"Nothing can stand for {', '.join(names)}, which stays." if names else ""


class Erasure:
    """Erases the person of an account, in a unit of work of the system's.

    It is done in one transaction: where something fails, nothing has happened. Done again, it
    does what is left to do.
    """

    def __init__(
        self,
        work: UnitOfWork,
        facts: Sequence[PersonalData] = PERSONAL_DATA,
        base: type[DeclarativeBase] = Base,
    ) -> None:
        self._session = work.session
        self._now = work.context.clock()
        self._facts = {fact.model.__table__: fact for fact in facts}
        self._rows = Rows(work, base)
        self._at_the_end = work.before_commit
        self._work = work

    async def planned(self, account: UUID) -> Plan:
        """Return what is to be done, and do nothing."""
        own: dict[Row, PersonalData] = {}
        for table, fact in self._facts.items():
            for key in await self._rows.owned(fact, account):
                own[table, key] = fact
        person = (ACCOUNTS, (account,))
        theirs = {row for row, fact in own.items() if fact.erase == "delete"}
        gone = {*theirs}
        references = await self._follow({person, *gone}, gone)
        roots = {person, *theirs}
        while stays := _held(references, gone) | _left(references, gone, roots):
            gone -= stays
        ownable = frozenset(self._facts)
        return Plan(account, frozenset(gone), own, tuple(references), ownable)

    async def erase(self, account: Account) -> list[Outcome]:
        """Erase a person; return what has become of which rows."""
        # Nothing can begin to refer to the account until all is done.
        locked = sa.select(Account.id).where(Account.id == account.id)
        await self._session.execute(locked.with_for_update())
        plan = await self.planned(account.id)
        told = [*plan.gone, *(row for _, row in plan.blanked)]
        # Erasing is told of as well, by what the rows said until then.
        self._at_the_end(lambda: erase_events(self._session, self._facts, told))
        await let_files_go(self._work, plan.gone, plan.blanked)
        self._at_the_end(lambda: erase_told(self._session, self._facts, told))
        self._at_the_end(lambda: forget_told(self._session, plan.gone))
        await self._unlink(plan.unlinked)
        await self._blank(plan.blanked)
        await self._delete(plan)
        await self._empty(account)
        outcomes = plan.outcomes()
        counts = Counter[str]()
        for each in outcomes:
            counts[each.fate] += each.count
        audit("account_erased", account.id, **counts)
        return outcomes

    async def _follow(self, rows: set[Row], gone: set[Row]) -> list[Reference]:
        """Return what refers to rows, after adding to `gone` what goes along with them."""
        found: list[Reference] = []
        while rows:
            added = set()
            for table, keys in _by_table(rows):
                async for each in self._rows.referring(table, keys):
                    found.append(each)
                    if each.cascades and each.row not in gone:
                        fact = self._facts.get(each.row[0])
                        if fact is None or fact.erase == "delete":
                            added.add(each.row)
            gone |= added
            rows = added
        return found

    async def _unlink(self, references: Iterable[Reference]) -> None:
        """Let rows refer to nothing by a foreign key."""
        grouped: dict[sa.ForeignKeyConstraint, list[Key]] = {}
        for each in references:
            grouped.setdefault(each.by, []).append(each.row[1])
        for by, keys in grouped.items():
            nothing = dict.fromkeys(_loose(by))
            for some in at_once(keys):
                change = sa.update(by.table).where(among(key_of(by.table), some))
                await self._session.execute(change.values(nothing))

    async def _blank(self, rows: Iterable[tuple[PersonalData, Row]]) -> None:
        grouped: dict[Any, tuple[PersonalData, list[Key]]] = {}
        for fact, (table, key) in rows:
            grouped.setdefault(table, (fact, []))[1].append(key)
        for table, (fact, keys) in grouped.items():
            for some in at_once(keys):
                asked = sa.select(fact.model).where(among(key_of(table), some))
                for entity in await self._session.scalars(asked):
                    for name, blank in fact.blanks.items():
                        if blank.made and getattr(entity, name) is not None:
                            setattr(entity, name, blank.made())
                await self._session.flush()

    async def _delete(self, plan: Plan) -> None:
        """Delete rows, those to which no other one refers first."""
        left, links = set(plan.gone), {
            each for each in plan.references if each.row != each.to
        }
        while left:
            links = {each for each in links if {each.row, each.to} <= left}
            free = left - {each.to for each in links}
            if not free:  # a circle
                loose = {each for each in links if _loose(each.by)}
                await self._unlink(loose)
                links -= loose
                free = set() if loose else set(left)
            for table, keys in _by_table(free):
                for some in at_once(keys):
                    gone = sa.delete(table).where(among(key_of(table), some))
                    await self._session.execute(gone)
            left -= free

    async def _empty(self, account: Account) -> None:
        """Take all that says whose it is from an account, and keep everybody out of it."""
        for table in Base.metadata.tables.values():
            for column in table.columns:
                if column.info.get("address") and account.email is not None:
                    theirs = sa.delete(table).where(column == account.email)
                    await self._session.execute(theirs)
        nobody = dict.fromkeys(_SAID_OF_THEM)
        change = sa.update(Account).where(Account.id == account.id)
        disabled = account.disabled_at or self._now
        await self._session.execute(change.values(**nobody, disabled_at=disabled))


_SAID_OF_THEM = ("email", "issuer", "subject", "password_hash", "email_verified_at")


def _held(references: Iterable[Reference], gone: set[Row]) -> set[Row]:
    """Return which rows can't go, since one that stays refers to them and would not let go."""
    return {
        each.to
        for each in references
        if each.to in gone and each.row not in gone and not each.lets_go
    }


def _left(references: Iterable[Reference], gone: set[Row], roots: set[Row]) -> set[Row]:
    """Return which rows would go along with one that stays, and for no other reason."""
    along: dict[Row, list[Row]] = {}
    for each in references:
        if each.cascades and each.row in gone:
            along.setdefault(each.to, []).append(each.row)
    reached = {each for each in roots if each in gone or each[0] is ACCOUNTS}
    found = [*reached]
    while found:
        added = {*along.get(found.pop(), ())} - reached
        reached |= added
        found += added
    return gone - reached


def _loose(by: sa.ForeignKeyConstraint) -> list[str]:
    """Return the columns of a foreign key that can refer to nothing."""
    return [each.parent.key for each in by.elements if each.parent.nullable]


def _by_table(rows: Iterable[Row]) -> list[tuple[sa.Table, list[Key]]]:
    found: dict[sa.Table, list[Key]] = {}
    for table, key in rows:
        found.setdefault(table, []).append(key)
    return sorted(found.items(), key=lambda each: each[0].name)
