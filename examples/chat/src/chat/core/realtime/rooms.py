"""All rooms that somebody is in who is connected to this process."""

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from chat.core.context import utc_now
from chat.core.errors import UnavailableError
from chat.models.channels import CHANNELS
from chat.resources import Resources

from . import signals
from .channel import RealtimeChannel
from .fanout import fanout_of
from .frames import FrameError, Join, RoomName
from .hub import Hub, Member
from .log import Log
from .presence import Presence
from .seeing import Seeing
from .sending import Sending

if TYPE_CHECKING:
    from .socket import Socket

_AT_ONCE = 4  # rooms that ask the database, of its pool of connections
_SWEEP_SECONDS = 300.0
_AWAY = (SQLAlchemyError, UnavailableError, OSError)

_logger = structlog.stdlib.get_logger(__name__)


class Rooms:
    """Lets connections into rooms, and hears what other processes tell of these."""

    def __init__(self, resources: Resources) -> None:
        settings = resources.settings
        self.settings = settings
        self.sockets: set[Socket] = set()
        self.sending = Sending()
        self.turn = asyncio.Semaphore(_AT_ONCE)
        self.log = Log(resources.database)
        self.presence = Presence(resources.database, settings.realtime_lease_seconds)
        self.seeing = Seeing(resources)
        self._fanout = fanout_of(resources)
        self._hubs: dict[int, Hub] = {}
        self._joining: dict[int, int] = {}  # how many are about to be in a room
        self._changed: set[Hub] = set()  # of which others are there than was told
        self._refreshing: asyncio.Task[None] | None = None
        self._others: set[asyncio.Task[None]] = set()

    # Joining and leaving

    async def join(self, socket: "Socket", asked: Join) -> tuple[Hub, Member, bool]:
        """Let a connection into a room, or raise FrameError.

        Return whether it can be told all that comes after the position that it asked for.
        """
        channel, key = self._room(asked.room)
        await self._require(socket, channel, key)
        number, last = await self.log.room(channel.name, asked.id)
        complete, position = True, last
        if asked.after is not None:
            complete = await self.log.has_all_after(number, asked.after, last)
            position = asked.after if complete else last
        self._joining[number] = self._joining.get(number, 0) + 1
        hub = self._hubs.setdefault(number, Hub(self, channel, key, number))
        try:
            return hub, await hub.add(socket, position), complete
        finally:
            self._joining[number] -= 1
            self._release(hub)

    async def leave(self, hub: Hub, member: Member) -> None:
        """Let a connection out of a room."""
        await hub.remove(member)
        self._release(hub)

    async def leave_quietly(self, hub: Hub, member: Member) -> None:
        """Let a connection out, even where nobody can be told: a lease ends by itself."""
        with suppress(*_AWAY):
            await self.leave(hub, member)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what goes on."""
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    def _room(self, name: RoomName) -> tuple[RealtimeChannel, UUID | int]:
        channel = CHANNELS.get(name.channel)
        key = channel.key(name.id) if channel is not None else None
        if channel is None or key is None:
            raise FrameError(404, "NOT_FOUND", "There is no such room.")
        return channel, key

    async def _require(
        self, socket: "Socket", channel: RealtimeChannel, key: UUID | int
    ) -> None:
        """Raise FrameError unless somebody may be in a room, as for one that isn't there."""
        people = frozenset((socket.principal,))
        if await self.seeing.may_join(channel, key, people):
            return
        if await self.seeing.may_see(channel, key, people):
            raise FrameError(403, "FORBIDDEN", "You may not join this room.")
        raise FrameError(404, "NOT_FOUND", "There is no such room.")

    def _release(self, hub: Hub) -> None:
        """Forget a room that nobody is in any more."""
        if not hub.members and not self._joining.get(hub.number):
            self._joining.pop(hub.number, None)
            self._hubs.pop(hub.number, None)
            hub.close()

    # People

    async def enter(self, hub: Hub, account: UUID) -> None:
        """Say that somebody is in a room who was not, and tell those who are."""
        await self.presence.enter(hub.number, account)
        people = await self.presence.people([hub.number])
        hub.others_are_there(people[hub.number])
        await self._fanout.tell(signals.people_changed(hub.number))

    async def leave_presence(self, hub: Hub, account: UUID) -> None:
        """Say that somebody is in a room no more."""
        await self.presence.leave(hub.number, account)
        await self._fanout.tell(signals.people_changed(hub.number))

    async def type(self, hub: Hub, account: UUID, *, typing: bool) -> None:
        """Tell all who are in a room that somebody types."""
        signal = signals.is_typing(hub.number, account, typing=typing)
        await self._fanout.tell(signal)

    # What others tell

    def heard(self, signal: str) -> None:
        """Take notice of what a process tells, be it this one."""
        number, _, said = signal.partition(":")
        hub = self._hubs.get(int(number))
        if hub is None:
            return
        what, _, more = said.partition(":")
        if what == signals.TYPING:
            account, _, typing = more.partition(":")
            hub.typing(UUID(account), typing=typing == "1")
        elif what == signals.PRESENCE:
            self._refresh({hub})
        else:
            hub.behind(int(what))

    @property
    def passes_commits(self) -> bool:
        """Whether others have to be told of what this process commits."""
        return self._fanout.passes_commits

    def pass_on(self, signal: str) -> None:
        """Tell others of what this process has committed."""
        self.later(self._fanout.tell(signal))

    def _refresh(self, hubs: set[Hub]) -> None:
        """Look who is in rooms, of all together that wait for it."""
        self._changed |= {each for each in hubs if each.channel.presence}
        if self._changed and self._refreshing is None:
            self._refreshing = asyncio.create_task(self._look_for_people())

    async def _look_for_people(self) -> None:
        try:
            while self._changed:
                hubs, self._changed = self._changed, set()
                found = await self.presence.people([each.number for each in hubs])
                for hub in hubs:
                    hub.others_are_there(found[hub.number])
        except _AWAY:
            _logger.warning("realtime_presence_not_read", exc_info=True)
        finally:
            self._refreshing = None

    # What is done again and again

    async def keep(self) -> None:
        """Look for what was not told, say who is there, and check who may be; for ever."""
        lease, check = (
            self.settings.realtime_lease_seconds / 3,
            self.settings.realtime_check_seconds,
        )
        due: dict[Callable[[], Awaitable[None]], tuple[float, float]] = {
            self.listen: (0.0, 0.0),
            self.renew: (lease, 0.0),
            self.check: (check, time.monotonic() + check),
            self.sweep: (_SWEEP_SECONDS, time.monotonic() + _SWEEP_SECONDS),
        }
        while True:
            for work, (every, at) in due.items():
                if time.monotonic() >= at:
                    due[work] = (every, time.monotonic() + every)
                    await self._tried(work)
            await asyncio.sleep(min(self.settings.realtime_poll_seconds, lease))

    async def _tried(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except _AWAY as error:
            told = {"work": work.__name__, "error": str(error)}
            _logger.warning("realtime_unavailable", **told)
        except Exception:
            _logger.exception("realtime_failed", work=work.__name__)

    async def listen(self) -> None:
        """Hear what others tell, and look for what was not heard."""
        await self._fanout.listen()
        if self._hubs:
            for number, position in (await self.log.positions([*self._hubs])).items():
                if number in self._hubs:
                    self._hubs[number].behind(position)

    async def renew(self) -> None:
        """Say again who is there, and look who else is."""
        hubs = {each for each in self._hubs.values() if each.channel.presence}
        if hubs:
            await self.presence.renew()
            self._refresh(hubs)

    async def check(self) -> None:
        """Send out whoever may not be in a room any more."""
        for hub in [*self._hubs.values()]:
            await hub.check()

    async def sweep(self) -> None:
        """Forget what nobody goes on from any more."""
        kept = dt.timedelta(hours=self.settings.realtime_keep_hours)
        while await self.log.sweep(utc_now() - kept):
            pass

    async def close(self) -> None:
        """Say that nobody is connected any more."""
        tasks = [each for hub in self._hubs.values() for each in hub.close()]
        tasks += filter(None, (self._refreshing, *self._others))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(*_AWAY):
            await self.presence.end()
        with suppress(*_AWAY):
            await self._fanout.close()


@asynccontextmanager
async def open_rooms(resources: Resources) -> AsyncIterator[Rooms]:
    """Yield the rooms of this process, which hear of others as long as the block runs."""
    rooms = Rooms(resources)
    signals.hear(rooms.heard)
    if rooms.passes_commits:
        signals.pass_on(rooms.pass_on)
    keeping = asyncio.create_task(rooms.keep())
    try:
        yield rooms
    finally:
        signals.hear_no_more(rooms.heard)
        signals.pass_on_no_more(rooms.pass_on)
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await rooms.close()
