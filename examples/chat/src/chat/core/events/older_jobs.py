"""Jobs that were started when their event said less are given what its row has now."""

import sqlalchemy as sa
from pydantic_core import from_json

from chat.core.db.unit_of_work import UnitOfWork
from chat.models.events import EVENTS
from chat.models.jobs import JobRow
from chat.models.outbox import OutboxEvent

from .completing import completed


async def given(work: UnitOfWork, id_: int, on: str, written: str) -> str:
    """Return what a job is given, as JSON, that an event has started."""
    today = EVENTS.get(on)
    if today is None or today.fields.keys() <= from_json(written).keys():
        return written
    key = await work.session.scalar(
        sa.select(JobRow.ordering_key).where(JobRow.id == id_)
    )
    kind, _, row = (key or "").partition(":")
    event = OutboxEvent(data=written, aggregate_type=kind, aggregate_id=row)
    return await completed(work, event, today)
