"""A relay that is killed while it hands events on: `python -m tests.core.killed_relay URL`."""

import asyncio
import sys
from collections.abc import Sequence

from chat.core.db.unit_of_work import UnitOfWork
from chat.core.events.relay import Relay
from chat.core.events.starting import start_jobs
from chat.models.outbox import OutboxEvent
from chat.resources import open_resources
from chat.settings import Settings


async def _deliver(work: UnitOfWork, events: Sequence[OutboxEvent]) -> None:
    await start_jobs(work, events)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    await asyncio.sleep(60)


async def _main(url: str) -> None:
    settings = Settings(database_url=url, log_level="ERROR")
    async with open_resources(settings) as resources:
        relay = Relay(resources, _deliver, batch=100, poll=0.02)
        await relay.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
