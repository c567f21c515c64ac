"""What waits of events about a person says nothing of them once they are erased."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.events.recording import written_key
from chat.core.events.starting import order_of
from chat.jobs import JOBS
from chat.models.events import EVENTS
from chat.models.jobs import JobRow
from chat.models.outbox import OutboxEvent

from .facts import PersonalData

Row = tuple[sa.Table, tuple[Any, ...]]


async def erase_events(
    session: AsyncSession, facts: Mapping[sa.Table, PersonalData], rows: Iterable[Row]
) -> None:
    """Blank what is of a person in events that wait, and in jobs that these have started.

    The events are told all the same, and the jobs done. What has no blank stays, as in rows.
    """
    for table, key in rows:
        fact = facts.get(table)
        if fact is None or not said_of(fact):
            continue
        name, written = fact.model.__name__, written_key(key)
        same = (OutboxEvent.aggregate_type == name, OutboxEvent.aggregate_id == written)
        for event in await session.scalars(sa.select(OutboxEvent).where(*same)):
            event.data = blanked(fact, event.data)
        started = [job for job in JOBS.values() if job.on in said_of(fact)]
        names = [name for job in started for name in job.names]
        order = order_of(name, written)
        asked = sa.select(JobRow).where(
            JobRow.name.in_(names), JobRow.ordering_key == order
        )
        for row in await session.scalars(asked):
            row.payload = blanked(fact, row.payload)
    await session.flush()


def said_of(fact: PersonalData) -> set[str]:
    """Return the events that say what is blanked."""
    return {
        name
        for name, event in EVENTS.items()
        if event.model is fact.model and {*event.fields.values()} & fact.blanks.keys()
    }


def blanked(fact: PersonalData, data: str) -> str:
    """Return what was said of a row with blanks in the place of what is of a person."""
    said = from_json(data)
    for event in (EVENTS[name] for name in said_of(fact)):
        for name, attribute in event.fields.items():
            blank = fact.blanks.get(attribute)
            there = isinstance(said, dict) and said.get(name) is not None
            if there and blank is not None and blank.made is not None:
                said[name] = blank.made()
    return to_json(said).decode()
