"""Work that nobody waits for, such as a mail: bounded, and finished before the process ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_logger = structlog.stdlib.get_logger(__name__)
_MOST = 1000
_PATIENCE_SECONDS = 20


class Background:
    """Runs coroutines beside the requests that started them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Run something; what it raises is logged, and where too much runs it is dropped."""
        if len(self._tasks) >= _MOST:
            work.close()
            _logger.error("background_full", name=name)
            return
        task = asyncio.create_task(_logged(name, work))
        self._tasks.add(task)  # the loop itself keeps no task alive
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for what still runs, but not for ever."""
        if self._tasks:
            _, late = await asyncio.wait([*self._tasks], timeout=_PATIENCE_SECONDS)
            for task in late:
                task.cancel()


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        _logger.exception("background_failed", name=name)
