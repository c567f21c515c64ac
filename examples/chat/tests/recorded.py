"""What was recorded of a row since a test began to look."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.events.event import Event
from chat.models.events import EVENTS
from chat.models.outbox import OutboxEvent


def events_of(model: type[Any], operation: str) -> list[Event]:
    """Return the events that tell of an operation on rows of a kind."""
    found = [each for each in EVENTS.values() if each.model is model]
    return [each for each in found if operation in each.operations]


class Recorded:
    """The outbox, from where it was."""

    def __init__(self, session: AsyncSession, number: int) -> None:
        self._session = session
        self._number = number

    async def events(self, *names: str) -> list[OutboxEvent]:
        """Return what is new in it, in order; of some names only, where any is given."""
        listed = await self.so_far()
        await self._session.commit()
        return [each for each in listed if not names or each.name in names]

    async def so_far(self) -> list[OutboxEvent]:
        """Return all that is new in it, within the transaction."""
        found = sa.select(OutboxEvent).where(OutboxEvent.number > self._number)
        return [*await self._session.scalars(found.order_by(OutboxEvent.number))]

    async def said(self, event: Event) -> list[dict[str, Any]]:
        """Return what is new of an event, as it says it."""
        return [json.loads(each.data) for each in await self.events(event.name)]


async def from_now(session: AsyncSession) -> Recorded:
    """Begin to look at what is recorded."""
    number = await session.scalar(sa.select(sa.func.max(OutboxEvent.number)))
    await session.commit()
    return Recorded(session, number or 0)
