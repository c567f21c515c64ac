"""What rooms keep of events about a person says nothing of them once they are erased."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.events.recording import written_key
from chat.core.realtime.recording import NOTED, Noted
from chat.models.events import EVENTS
from chat.models.realtime import RealtimeEvent

from .facts import PersonalData
from .person_events import blanked, said_of
from .rows import AT_ONCE, Row


async def erase_told(
    session: AsyncSession, facts: Mapping[sa.Table, PersonalData], rows: Iterable[Row]
) -> None:
    """Blank what is of a person in events that clients may come back for.

    So it is with those that this transaction is going to tell: clients hear of what was done to
    a row, with blanks.
    """
    keys: dict[sa.Table, list[str]] = {}
    for table, key in rows:
        keys.setdefault(table, []).append(written_key(key))
    await session.flush()
    for table, theirs in keys.items():
        fact = facts.get(table)
        names = _names(fact) if fact else set()
        if fact and names:
            await _erase(session, names, theirs, partial(blanked, fact))


async def forget_told(session: AsyncSession, gone: Iterable[Row]) -> None:
    """Forget what was told of rows that go; that they have gone is told all the same."""
    keys: dict[sa.Table, list[str]] = {}
    for table, key in gone:
        keys.setdefault(table, []).append(written_key(key))
    for table, theirs in keys.items():
        told = [each for each in EVENTS.values() if each.model.__table__ is table]
        names = {name for each in told for name in (each.name, each.was)}
        for start in range(0, len(theirs) if names else 0, AT_ONCE):
            forgotten = sa.update(RealtimeEvent).where(
                RealtimeEvent.name.in_(names),
                RealtimeEvent.row_key.in_(theirs[start : start + AT_ONCE]),
            )
            await session.execute(forgotten.values(data=""))


def _names(fact: PersonalData) -> set[str]:
    """Return what events are called, and were, that say what is blanked."""
    names = said_of(fact)
    return names | {EVENTS[name].was for name in names}


async def _erase(
    session: AsyncSession, names: set[str], keys: list[str], blank: partial[str]
) -> None:
    """Blank what some events say of rows."""
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        asked = sa.select(RealtimeEvent).where(
            RealtimeEvent.name.in_(names), RealtimeEvent.row_key.in_(some)
        )
        for event in await session.scalars(asked):
            event.data = event.data and blank(event.data)
    theirs, noted = {*keys}, session.sync_session.info.get(NOTED, [])
    noted[:] = [
        replace(each, data=blank(each.data)) if _is_of(each, names, theirs) else each
        for each in noted
    ]
    await session.flush()


def _is_of(noted: Noted, names: set[str], keys: set[str]) -> bool:
    return noted.name in names and noted.row_key in keys
