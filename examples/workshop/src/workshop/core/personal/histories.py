"""What copies of rows tell of a person: it goes with them, or says nothing of them any more."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from workshop.core.db.copies import SILENT, History
from workshop.core.db.history import copy_of
from workshop.core.db.row_rules import ACCOUNT, row_rule
from workshop.core.security.rules import owned_by
from workshop.models.history import HISTORY

from .facts import PersonalData
from .rows import ACCOUNTS, Row, among, at_once, key_of


async def erase_histories(
    session: AsyncSession,
    account: UUID,
    facts: Mapping[Any, PersonalData],
    gone: Collection[Row],
    blanked: Collection[Row],
) -> None:
    """Erase a person from copies, before the rows themselves are; that is no change to tell.

    Copies of rows that go are deleted, and so is what a row was while it was theirs. Where
    rows stay, what says something of them is taken out. Rows that are kept keep their copies.
    """
    session.info[SILENT] = True
    for table, history in HISTORY.items():
        fact = facts.get(table)
        if fact is not None and fact.erase == "keep":
            continue
        values, nothing = {ACCOUNT: account}, _nothing(history, fact)
        if fact is not None:
            theirs = history.table.c.history_id.in_(_theirs(history, fact))
            goes = fact.erase == "delete"
            await _change(session, history, None if goes else nothing, theirs, values)
        for key in _among(history, gone):
            await _change(session, history, None, key)
        for key in _among(history, blanked):
            await _change(session, history, nothing, key)
        for column in _to_accounts(history):
            await _change(session, history, {column.key: None}, column == account)


async def told(
    session: AsyncSession, fact: PersonalData, account: UUID
) -> AsyncIterator[Mapping[str, Any]]:
    """Yield what rows were while they belonged to a person."""
    history = HISTORY.get(fact.model.__table__)
    if history is None:
        return
    columns = sa.inspect(fact.model).column_attrs
    hidden = {columns[each].columns[0].name for each in fact.hidden if each in columns}
    shown = [each for each in history.table.columns if each.name not in hidden]
    theirs = history.table.c.history_id.in_(_theirs(history, fact))
    asked = sa.select(*shown).where(theirs).order_by(history.table.c.history_id)
    for row in (await session.execute(asked, {ACCOUNT: account})).mappings():
        yield {**row}


def _theirs(history: History, fact: PersonalData) -> sa.Select[Any]:
    """Return the copies of rows that were a person's then."""
    model: Any = history.model  # which mypy takes for something to remember by
    owner = row_rule(owned_by(*fact.owner)).expression(copy_of(model))
    return sa.select(history.table.c.history_id).where(owner)


async def _change(
    session: AsyncSession,
    history: History,
    given: Mapping[str, None] | None,
    where: sa.ColumnElement[bool],
    values: Mapping[str, Any] | None = None,
) -> None:
    """Give copies some values, or delete them where none are given."""
    if given is None:
        await session.execute(sa.delete(history.table).where(where), values)
    elif given:
        change = sa.update(history.table).where(where).values(given)
        await session.execute(change, values)


def _nothing(history: History, fact: PersonalData | None) -> dict[str, None]:
    """Return the columns that say something of a person: in copies, any of them can be null."""
    columns = sa.inspect(history.model).column_attrs
    names = (name for name in (fact.blanks if fact else ()) if name in columns)
    found = (columns[name].columns[0] for name in names)
    known = history.table.columns
    return {e.name: None for e in found if e.name in known and not e.primary_key}


def _among(history: History, rows: Collection[Row]) -> Iterator[sa.ColumnElement[bool]]:
    own = [history.table.c[each.name] for each in key_of(history.rows)]
    for some in at_once([key for table, key in rows if table is history.rows]):
        yield among(own, some)


def _to_accounts(history: History) -> Iterator[sa.Column[Any]]:
    """Yield the columns of copies that name accounts."""
    yield history.table.c.history_by_id
    for by in history.rows.foreign_key_constraints:
        for each in by.elements if by.referred_table is ACCOUNTS else ():
            if each.parent.name in history.table.columns:
                yield history.table.c[each.parent.name]
