"""Runs loops beside each other until they are told to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from time import monotonic

import structlog

Loop = Callable[[asyncio.Event], Awaitable[None]]
"""Goes on until what it is given is set; then it ends what it has begun, and returns."""

_logger = structlog.stdlib.get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


@asynccontextmanager
async def running(loops: Mapping[str, Loop], patience: float) -> AsyncIterator[None]:
    """Run loops as long as the block does.

    Then they are told to stop; what has not ended after so many seconds is cancelled.
    """
    stop = asyncio.Event()
    tasks = [
        asyncio.create_task(_kept_up(name, loop, stop), name=name)
        for name, loop in loops.items()
    ]
    try:
        yield
    finally:
        stop.set()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                _logger.warning("worker_loop_cancelled", loop=task.get_name())
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def until(stop: asyncio.Event, seconds: float) -> bool:
    """Wait for some seconds, or until it is set; return whether it is."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def _kept_up(name: str, loop: Loop, stop: asyncio.Event) -> None:
    """Run a loop, and again after a pause where it fails: the database may be away.

    The pause is longer each time, until the loop has run for longer than that.
    """
    pause = _FIRST_PAUSE
    while not stop.is_set():
        began = monotonic()
        try:
            await loop(stop)
        except Exception:
            if monotonic() - began > pause:
                pause = _FIRST_PAUSE
            _logger.exception("worker_loop_failed", loop=name, again_in=pause)
            await until(stop, pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
