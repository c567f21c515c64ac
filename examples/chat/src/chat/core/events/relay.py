"""Hands recorded events on, in their order for each row that they tell of.

Any number of relays may run: each takes what no other one has, and whatever it has taken is
another one's again where it is killed.
"""

import asyncio
import datetime as dt
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any

import sqlalchemy as sa
import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from chat.core.context import Context
from chat.core.db.unit_of_work import UnitOfWork, unit_of_work
from chat.core.security.principal import SYSTEM
from chat.models.outbox import OutboxEvent
from chat.resources import Resources

from .wake import Alarm

Deliver = Callable[[UnitOfWork, Sequence[OutboxEvent]], Awaitable[None]]
"""Hands events on that stand in their order; raises where it can't."""

RELAYED = Counter("events_relayed", "Events that were handed on.", ["event"])
REFUSED = Counter("events_refused", "Events that could not be handed on.", ["event"])
WAITED = Histogram("event_wait_seconds", "Time from an event to its being handed on.")

_logger = structlog.stdlib.get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_MOST_DOUBLINGS = 20
_AHEAD = 10
"""So many batches are looked at for events that come first; all, where these can't be taken."""


class Relay:
    """Hands events on until it is told to stop."""

    def __init__(
        self, resources: Resources, deliver: Deliver, *, batch: int, poll: float
    ) -> None:
        self._resources = resources
        self._deliver = deliver
        self._batch = batch
        self._poll = poll
        pooled = resources.settings.database_pooler == "transaction"
        self._alarm = Alarm(resources.database, listens=not pooled)

    async def run(self, stop: asyncio.Event) -> None:
        """Hand events on until `stop` is set."""
        stopped = asyncio.create_task(self._wake_once(stop))
        try:
            while not stop.is_set():
                await self._alarm.listen()
                self._alarm.event.clear()
                if await self.once() < self._batch and not stop.is_set():
                    with suppress(TimeoutError):
                        async with asyncio.timeout(self._poll):
                            await self._alarm.event.wait()
        finally:
            stopped.cancel()
            await self._alarm.close()

    async def _wake_once(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._alarm.event.set()

    async def once(self) -> int:
        """Hand on what there is, no more than a batch of it; return how much it was."""
        async with self._resources.database.reading() as session:
            if await session.scalar(sa.select(OutboxEvent.number).limit(1)) is None:
                return 0  # without a transaction, which SQLite lets one have at a time
        context = Context(principal=SYSTEM)
        async with unit_of_work(self._resources, context) as work:
            now = work.context.clock()
            taken = await _taken(work.session, self._batch, now)
            handed = await self._hand_on(work, taken)
            if handed:
                numbers = [each.number for each in handed]
                done = sa.delete(OutboxEvent).where(OutboxEvent.number.in_(numbers))
                apart = {"synchronize_session": False}  # nobody looks at them again
                await work.session.execute(done, execution_options=apart)
        for each in handed:
            RELAYED.labels(each.name).inc()
            WAITED.observe(max(0.0, (now - each.occurred_at).total_seconds()))
        return len(taken)

    async def _hand_on(
        self, work: UnitOfWork, taken: Sequence[OutboxEvent]
    ) -> list[OutboxEvent]:
        """Hand events on, all at once where that can be done; return those that went."""
        if not taken or await self._tried(work, taken) is None:
            return [*taken]
        handed: list[OutboxEvent] = []
        of_row = sorted(taken, key=_row)
        for _, group in groupby(of_row, key=_row):
            events = [*group]
            error = await self._tried(work, events)
            if error is None:
                handed += events
            else:
                await self._put_off(work, events[0], error)
        return handed

    async def _tried(
        self, work: UnitOfWork, events: Sequence[OutboxEvent]
    ) -> Exception | None:
        """Hand events on, or none of them; return what was in the way."""
        try:
            async with work.session.begin_nested():
                await self._deliver(work, events)
        except Exception as error:  # noqa: BLE001 - whatever is in the way
            return error
        return None

    async def _put_off(
        self, work: UnitOfWork, event: OutboxEvent, error: Exception
    ) -> None:
        """Have an event wait, and with it those of its row that come after it."""
        failures = event.failures + 1
        after = pause(failures)
        later = work.context.clock() + dt.timedelta(seconds=after)
        waits = sa.update(OutboxEvent).where(OutboxEvent.number == event.number)
        await work.session.execute(waits.values(failures=failures, retry_at=later))
        REFUSED.labels(event.name).inc()
        _logger.warning(
            "event_not_handed_on",
            event_name=event.name,
            event_id=str(event.id),
            failures=failures,
            again_in=round(after, 1),
            error=f"{type(error).__name__}: {error}",
        )


def pause(failures: int) -> float:
    """Return the seconds until the next try: twice as many each time, less a part of them."""
    longest = _FIRST_PAUSE * 2.0 ** min(failures - 1, _MOST_DOUBLINGS)
    spread = random.uniform(0.5, 1)  # noqa: S311 - nobody's secret
    return min(longest, _LONGEST_PAUSE) * spread


def _row(event: OutboxEvent) -> tuple[str, str]:
    return event.aggregate_type, event.aggregate_id


async def _taken(
    session: AsyncSession, most: int, now: dt.datetime
) -> Sequence[OutboxEvent]:
    """Take the first events of some rows, and what follows them; nobody else has these then."""
    rows: list[Any] = []
    for is_first in (_is_first_of(_AHEAD * most), _is_first()):
        is_due = sa.or_(OutboxEvent.retry_at.is_(None), OutboxEvent.retry_at <= now)
        heads = sa.select(OutboxEvent.aggregate_type, OutboxEvent.aggregate_id)
        heads = heads.where(is_due, is_first).order_by(OutboxEvent.number).limit(most)
        held = await session.execute(heads.with_for_update(skip_locked=True))
        rows = [tuple(row) for row in held]
        if rows:
            break
    if not rows:
        return []
    those = sa.tuple_(OutboxEvent.aggregate_type, OutboxEvent.aggregate_id).in_(rows)
    found = sa.select(OutboxEvent).where(those).order_by(OutboxEvent.number)
    return (await session.scalars(found.limit(most))).all()


def _is_first_of(most: int) -> sa.ColumnElement[bool]:
    """Return that an event is the first of its row, among so many that wait for the longest."""
    columns = OutboxEvent.number, OutboxEvent.aggregate_type, OutboxEvent.aggregate_id
    ahead = sa.select(*columns).order_by(OutboxEvent.number).limit(most).subquery()
    of_row = ahead.c.aggregate_type, ahead.c.aggregate_id
    first = sa.select(sa.func.min(ahead.c.number)).group_by(*of_row)
    return OutboxEvent.number.in_(first)


def _is_first() -> sa.ColumnElement[bool]:
    """Return the same among all, which takes longer: where what waits can't be taken."""
    before = aliased(OutboxEvent)
    return ~sa.exists().where(
        before.aggregate_type == OutboxEvent.aggregate_type,
        before.aggregate_id == OutboxEvent.aggregate_id,
        before.number < OutboxEvent.number,
    )
