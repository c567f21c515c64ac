"""What waits of events about a person says nothing of them once they are erased."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from pydantic_core import from_json
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.context import utc_now
from chat.core.db.unit_of_work import unit_of_work
from chat.core.events.recording import written_key
from chat.core.events.starting import start_jobs
from chat.core.http.dependencies import resources_of
from chat.core.identifiers import uuid7
from chat.core.personal.commands import erase
from chat.core.personal.facts import PersonalData
from chat.models.events import EVENTS
from chat.models.jobs import JobRow
from chat.models.outbox import OutboxEvent
from chat.personal_data import PERSONAL_DATA
from tests.factory import create
from tests.signing_in import new_account

_CASES = [
    (fact, name)
    for fact in PERSONAL_DATA
    for name, event in EVENTS.items()
    if len(fact.owner) == 1
    and event.model is fact.model
    and {*event.fields.values()} & fact.blanks.keys()
]


async def _row(session: AsyncSession, fact: PersonalData, account: UUID) -> Any:
    try:
        return await create(session, fact.model, **{str(fact.owner[0]): account})
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no {fact.model.__name__} can be like this")


async def _waiting(session: AsyncSession, name: str, row: Any) -> dict[str, Any]:
    """Have an event of a row wait, and return what it says."""
    event, key = EVENTS[name], sa.inspect(type(row)).primary_key_from_instance(row)
    said = event.data(row)
    session.add(
        OutboxEvent(
            id=uuid7(),
            name=name,
            version=event.version,
            aggregate_type=event.model.__name__,
            aggregate_id=written_key(key),
            data=said,
            request_id="-",
            occurred_at=utc_now(),
            failures=0,
        )
    )
    await session.commit()
    found: dict[str, Any] = from_json(said)
    return found


async def _texts(session: AsyncSession) -> list[str]:
    """Return what waits, of events and of what they have started."""
    session.expunge_all()
    found = [*await session.scalars(sa.select(OutboxEvent.data))]
    found += await session.scalars(sa.select(JobRow.payload))
    await session.commit()
    return found


@pytest.mark.parametrize(("fact", "name"), _CASES, ids=[name for _, name in _CASES])
async def test_what_waits_of_an_erased_person_tells_nothing_of_them(
    app: FastAPI, session: AsyncSession, fact: PersonalData, name: str
) -> None:
    person, other = await new_account(app), await new_account(app)
    rows = [await _row(session, fact, each.id) for each in (person, other)]
    blanks = fact.blanks.items()
    blanked = {each for each, blank in blanks if blank.made is not None}
    told = [await _waiting(session, name, row) for row in rows]
    async with unit_of_work(resources_of(app)) as work:
        events = [*await work.session.scalars(sa.select(OutboxEvent))]
        await start_jobs(work, events)
    await erase(resources_of(app), str(person.id), really=True)
    texts = await _texts(session)
    assert texts
    for said, attribute in EVENTS[name].fields.items():
        values = [each[said] for each in told]
        if attribute in blanked and values[0] is not None and values[0] != values[1]:
            there = [(from_json(text) or {}).get(said) for text in texts]
            assert (values[0] in there) == (fact.erase == "keep")
            assert values[1] in there
