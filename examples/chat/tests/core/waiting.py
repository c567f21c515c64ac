"""Events that wait in the outbox, and relays of the tests' own that hand them on."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from chat.core.context import utc_now
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.events.relay import Relay
from chat.core.identifiers import uuid7
from chat.models.outbox import OutboxEvent
from chat.resources import Resources

PATIENCE_SECONDS = 10


@dataclass
class Waiting:
    """The outbox, and what was handed on of it."""

    resources: Resources
    went: list[tuple[str, int]] = field(default_factory=list)
    does: Callable[[Sequence[OutboxEvent]], Awaitable[None] | None] = lambda _: None

    async def put(self, row: str, *versions: int, name: str = "CoreTold") -> None:
        """Have events of a row wait, each told from the others by its version."""
        async with self.resources.database.writing() as session, session.begin():
            for version in versions:
                event = OutboxEvent(
                    id=uuid7(),
                    name=name,
                    version=version,
                    aggregate_type="CoreRow",
                    aggregate_id=row,
                    data="{}",
                    request_id="-",
                    occurred_at=utc_now(),
                    failures=0,
                )
                session.add(event)
                await session.flush()
            if session.get_bind().dialect.name == "postgresql":
                await session.execute(sa.select(sa.func.pg_notify("outbox", "")))

    async def deliver(self, _work: UnitOfWork, events: Sequence[OutboxEvent]) -> None:
        """Do what the test says, and remember what was handed on."""
        result = self.does(events)
        if result is not None:
            await result
        self.went += [(each.aggregate_id, each.version) for each in events]

    def relay(self, *, batch: int = 100, poll: float = 0.02) -> Relay:
        """Return a relay that hands events on to the test."""
        return Relay(self.resources, self.deliver, batch=batch, poll=poll)

    async def left(self) -> list[tuple[str, int]]:
        """Return what still waits, in its order."""
        columns = OutboxEvent.aggregate_id, OutboxEvent.version
        found = sa.select(*columns).order_by(OutboxEvent.number)
        async with self.resources.database.reading() as session:
            return [(row, version) for row, version in await session.execute(found)]

    async def until(self) -> None:
        """Wait until nothing waits any more."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.left():
                await asyncio.sleep(0.02)

    async def due(self) -> None:
        """Let what was put off be due."""
        now = sa.update(OutboxEvent).values(retry_at=utc_now())
        async with self.resources.database.writing() as session, session.begin():
            await session.execute(now)


@asynccontextmanager
async def runs(*relays: Relay) -> AsyncIterator[None]:
    """Run relays as long as the block does."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(each.run(stop)) for each in relays]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)
