"""What rooms keep of events about a person says nothing of them once they are erased."""

from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from pydantic_core import from_json
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.context import utc_now
from chat.core.events.recording import written_key
from chat.core.http.dependencies import resources_of
from chat.core.identifiers import uuid7
from chat.core.personal.commands import erase
from chat.core.personal.facts import PersonalData
from chat.core.realtime.channel import rooms_of
from chat.core.realtime.frames import RoomName
from chat.core.realtime.seeing import Seeing
from chat.core.realtime.telling import Telling
from chat.core.security.principal import person
from chat.models.channels import CHANNELS
from chat.models.events import EVENTS
from chat.models.realtime import RealtimeEvent, RealtimeRoom
from chat.personal_data import PERSONAL_DATA
from tests.factory import create
from tests.signing_in import new_account

_CASES = [
    (fact, name)
    for fact in PERSONAL_DATA
    for name, event in EVENTS.items()
    if len(fact.owner) == 1
    and rooms_of(name)
    and event.model is fact.model
    and {*event.fields.values()} & fact.blanks.keys()
]

_GOING = [
    (fact, name)
    for fact in PERSONAL_DATA
    for name, event in EVENTS.items()
    if len(fact.owner) == 1
    and rooms_of(name)
    and event.model is fact.model
    and fact.erase == "delete"
]


async def _row(session: AsyncSession, fact: PersonalData, account: UUID) -> Any:
    try:
        return await create(session, fact.model, **{str(fact.owner[0]): account})
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no {fact.model.__name__} can be like this")


async def _told(session: AsyncSession, name: str, row: Any) -> dict[str, Any]:
    """Have an event of a row kept in a room of its own, and return what it says."""
    event, key = EVENTS[name], sa.inspect(type(row)).primary_key_from_instance(row)
    said, written = event.data(row), written_key(key)
    room = RealtimeRoom(channel="kept", row_id=str(uuid7()), position=1)
    session.add(room)
    await session.flush()
    session.add(
        RealtimeEvent(
            room_id=room.id,
            position=1,
            event_id=uuid7(),
            name=name,
            version=event.version,
            row_key=written,
            data=said,
            recorded_at=utc_now(),
        )
    )
    await session.commit()
    found: dict[str, Any] = from_json(said)
    return found


async def _texts(session: AsyncSession) -> list[str]:
    """Return what is kept in all rooms."""
    session.expunge_all()
    found = [*await session.scalars(sa.select(RealtimeEvent.data))]
    await session.commit()
    return found


@pytest.mark.parametrize(("fact", "name"), _CASES, ids=[name for _, name in _CASES])
async def test_what_rooms_keep_of_an_erased_person_tells_nothing_of_them(
    app: FastAPI, session: AsyncSession, fact: PersonalData, name: str
) -> None:
    theirs, other = await new_account(app), await new_account(app)
    rows = [await _row(session, fact, each.id) for each in (theirs, other)]
    blanks = fact.blanks.items()
    blanked = {each for each, blank in blanks if blank.made is not None}
    told = [await _told(session, name, row) for row in rows]
    await erase(resources_of(app), str(theirs.id), really=True)
    texts = await _texts(session)
    assert texts
    for said, attribute in EVENTS[name].fields.items():
        values = [each[said] for each in told]
        if attribute in blanked and values[0] is not None and values[0] != values[1]:
            there = [from_json(text or "{}").get(said) for text in texts]
            assert (values[0] in there) == (fact.erase == "keep")
            assert values[1] in there


@pytest.mark.parametrize(("fact", "name"), _GOING, ids=[name for _, name in _GOING])
async def test_rooms_forget_what_was_told_of_rows_that_go_with_a_person(
    app: FastAPI, session: AsyncSession, fact: PersonalData, name: str
) -> None:
    theirs, other = await new_account(app), await new_account(app)
    for each in (theirs, other):
        await _told(session, name, await _row(session, fact, each.id))
    kept = await _texts(session)
    await erase(resources_of(app), str(theirs.id), really=True)
    texts = await _texts(session)
    assert "" in texts
    assert "" not in kept
    assert any(each in texts for each in kept)


async def test_nobody_is_told_of_what_was_forgotten(app: FastAPI) -> None:
    channel = next(each for each in CHANNELS.values() if each.events)
    member: Any = Mock(position=0)
    forgotten = RealtimeEvent(
        position=1, name=next(iter(channel.events)), row_key="1", data=""
    )
    ann = person(uuid7())
    telling = Telling(channel, RoomName(channel.name, "1"), {member: ann})
    await telling.ask(Seeing(resources_of(app)), [forgotten], frozenset({ann}))
    telling.tell([member], forgotten)
    assert member.position == 1
    member.socket.send.assert_not_called()
