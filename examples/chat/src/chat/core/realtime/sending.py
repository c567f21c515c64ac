"""What sends the frames that wait for connections, without a task for each of these."""

import asyncio
from collections import deque
from typing import Any, Protocol

from .metrics import MESSAGES

_AT_ONCE = 500  # connections, before others of the process have their turn


class Connection(Protocol):
    """Something with frames that wait to be sent."""

    async def flush(self, sender: asyncio.Task[Any] | None) -> int:
        """Send them all by a task; return how many that were. It raises nothing."""


class Sending:
    """Comes through all connections with one task, as long as none of them has to be waited for.

    A server takes a frame at once, unless its client reads too slowly. Then the task stays with
    that connection, and another one goes on with the rest.
    """

    def __init__(self) -> None:
        self._due: deque[Connection] = deque()
        self._turn = 0
        self._is_begun = False
        self._tasks: set[asyncio.Task[None]] = set()

    def due(self, connection: Connection) -> None:
        """Have it sent what waits for a connection, which is not due yet."""
        self._due.append(connection)
        if not self._is_begun:
            self._begin()

    def _begin(self) -> None:
        self._is_begun = True
        self._turn += 1
        task = asyncio.create_task(self._send(self._turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """Begin anew, if something is left; the task before has come as far as it could."""
        self._turn += 1
        self._is_begun = False
        if self._due:
            self._begin()

    async def _send(self, turn: int) -> None:
        """Send until a client has to be waited for, in which time the turn has passed."""
        count, own = 0, asyncio.current_task()
        for _ in range(min(_AT_ONCE, len(self._due))):
            count += await self._due.popleft().flush(own)
            if turn != self._turn:
                break
        MESSAGES.labels("sent").inc(count)
