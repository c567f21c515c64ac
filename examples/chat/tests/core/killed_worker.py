"""A worker that is killed while it does a job: `python -m tests.core.killed_worker URL`."""

import asyncio
import sys

from chat.core.jobs.job import Job, Run
from chat.core.jobs.runner import Limits, Runner
from chat.resources import open_resources
from chat.settings import Settings
from tests.core.queued import Given, write

JOB = Job("core_killed", Given, backoff=0.01)
LEASE = 0.5


async def _hang(run: Run, _data: object) -> None:
    await write(run, "half")
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    await asyncio.sleep(60)


async def _main(url: str) -> None:
    settings = Settings(database_url=url, log_level="ERROR")
    async with open_resources(settings) as resources:
        limits = Limits(poll=0.02, lease=LEASE)
        runner = Runner(resources, {JOB.name: JOB}, _hang, limits)
        await runner.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
