"""A room, as far as this process has to do with it: who is connected here, and sees what."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import structlog

from chat.core.security.principal import Principal
from chat.models.realtime import RealtimeEvent

from . import frames
from .channel import RealtimeChannel
from .presence import People
from .telling import Telling

if TYPE_CHECKING:
    from .rooms import Rooms
    from .socket import Socket

ResultT = TypeVar("ResultT")

_AT_ONCE = 200
_PAUSE = 1.0

_logger = structlog.stdlib.get_logger(__name__)


@dataclass(eq=False, slots=True)
class Member:
    """A connection in a room, and how far it has been told what happened there."""

    socket: "Socket"
    position: int
    is_live: bool = False  # it has caught up
    catching_up: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def principal(self) -> Principal:
        """Who it is; what they have been given may change, and the account doesn't."""
        return self.socket.principal


class Hub:
    """Reads on in the log of a room, and tells those who are connected here.

    All that is told goes by the position of each member: whoever joins is told what comes after
    theirs, page by page, and is live once there is no more; whoever is live is told what is new.
    """

    def __init__(
        self, rooms: "Rooms", channel: RealtimeChannel, key: UUID | int, number: int
    ) -> None:
        self.channel = channel
        self.key = key
        self.number = number
        self.name = frames.RoomName(channel.name, str(key))
        self.position = -1  # up to which those who are live have been told
        self.members: set[Member] = set()
        self.people: People = frozenset()
        self._rooms = rooms
        self._reading, self._coming = asyncio.Lock(), asyncio.Lock()
        self._known: tuple[list[Principal], frozenset[Principal]] = ([], frozenset())
        self._pump: asyncio.Task[None] | None = None
        self._is_behind = False

    # Coming and going

    async def add(self, socket: "Socket", position: int) -> Member:
        """Let a connection in, that is told nothing until it is begun with."""
        async with self._coming:
            account = socket.principal.id
            if account is not None and self._counts(account):
                await self._rooms.enter(self, account)
            member = Member(socket, position)
            self.members.add(member)
        return member

    def begin(self, member: Member) -> None:
        """Tell a connection what it has missed, and then what is new."""
        member.catching_up = asyncio.create_task(self._catch_up(member))

    async def remove(self, member: Member) -> None:
        """Let a connection go."""
        self.members.discard(member)
        if member.catching_up is not None:
            member.catching_up.cancel()
        async with self._coming:
            account = member.principal.id
            if account is not None and self._counts(account):
                await self._rooms.leave_presence(self, account)

    def _counts(self, account: UUID) -> bool:
        """Tell whether others are told that somebody comes or goes, who has no other window."""
        others = (each.principal.id for each in self.members)
        return self.channel.presence and account not in others

    async def check(self) -> None:
        """Send out whoever may not be in the room any more."""
        await self._require(self._who_are([*self.members]))

    async def _require(self, who: Mapping[Member, Principal]) -> frozenset[Principal]:
        """Return who may be in the room, and send all others out."""
        people = self._people_of([*who.values()])
        allowed = await self._rooms.seeing.may_join(self.channel, self.key, people)
        if allowed != people:
            there = await self._rooms.seeing.is_there(self.channel, self.key)
            for each, principal in who.items():
                if principal not in allowed and each in self.members:
                    self.members.discard(each)
                    each.socket.sent_out(self, each, "forbidden" if there else "gone")
        return allowed

    def _who_are(self, members: Collection[Member]) -> Mapping[Member, Principal]:
        """Return who connections are of by now, which may change meanwhile."""
        return {each: each.socket.principal for each in members}

    def _people_of(self, principals: list[Principal]) -> frozenset[Principal]:
        """Return principals without those that are equal; the same set while nothing changes."""
        if principals != self._known[0]:
            self._known = (principals, frozenset(principals))
        return self._known[1]

    def close(self) -> list[asyncio.Task[None]]:
        """Stop reading; return what is being stopped."""
        tasks = [self._pump, *(each.catching_up for each in self.members)]
        stopped = [each for each in tasks if each is not None]
        for each in stopped:
            each.cancel()
        return stopped

    # Events

    def behind(self, position: int) -> None:
        """Read on, if there may be something up to a position."""
        if position > self.position:
            self._is_behind = True
            if self._pump is None:
                self._pump = asyncio.create_task(self._read_on())

    async def _read_on(self) -> None:
        try:
            while self._is_behind:
                self._is_behind = False
                while await self._tried(self._tell_all):
                    pass
        finally:
            self._pump = None

    async def _tell_all(self) -> bool:
        """Tell those who are live what is new; return whether there may be more."""
        async with self._reading:
            live = [each for each in self.members if each.is_live]
            if not live:
                return False
            events = await self._after(self.position)
            telling = await self._telling(events, live)
            there = [each for each in live if each in self.members]
            for event in events:
                telling.tell(there, event)
                self.position = event.position
        return len(events) == _AT_ONCE

    async def _catch_up(self, member: Member) -> None:
        while True:
            await member.socket.has_room()
            if await self._tried(lambda: self._come_live(member)):
                return
            await self._tried(lambda: self._tell_missed(member))

    async def _tell_missed(self, member: Member) -> None:
        """Tell a page of what a connection has missed, as fast as it reads."""
        events = await self._after(member.position)
        telling = await self._telling(events, [member])
        for event in events:
            await member.socket.has_room()
            telling.tell([member], event)

    async def _come_live(self, member: Member) -> bool:
        """Tell the last that was missed, while nobody reads on; return whether it was little."""
        async with self._reading:
            events = await self._after(member.position)
            if len(events) > self._rooms.settings.realtime_queue // 4:
                return False  # of which half is free
            telling = await self._telling(events, [member])
            for event in events:
                telling.tell([member], event)
            if not any(each.is_live for each in self.members):
                self.position = member.position
            member.is_live = True
        self.behind(self.position + 1)  # of which nobody was told who is live
        return True

    async def _after(self, position: int) -> Sequence[RealtimeEvent]:
        async with self._rooms.turn:
            return await self._rooms.log.after(self.number, position, _AT_ONCE)

    async def _telling(
        self, events: Sequence[RealtimeEvent], members: Collection[Member]
    ) -> Telling:
        """Return what tells of events, to those who may still be in the room."""
        if not events:
            return Telling(self.channel, self.name, {})
        async with self._rooms.turn:
            who = self._who_are(members)
            telling = Telling(self.channel, self.name, who)
            allowed = await self._require(who)
            await telling.ask(self._rooms.seeing, events, allowed)
        return telling

    async def _tried(self, work: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """Do something, again after a pause where it fails: the database may be away."""
        while True:
            try:
                return await work()
            except Exception:
                _logger.exception("realtime_room_failed", room=str(self.name))
                await asyncio.sleep(_PAUSE)

    # People

    def others_are_there(self, people: People) -> None:
        """Tell who came and who went since this was told last."""
        came, went = people - self.people, self.people - people
        self.people = people
        if came or went:
            self._send(frames.people_changed(self.name, came, went), self.members)

    def typing(self, account: UUID, *, typing: bool) -> None:
        """Tell the others that somebody types."""
        others = [e for e in self.members if e.principal.id != account]
        self._send(frames.is_typing(self.name, account, typing=typing), others)

    def _send(self, frame: str, members: Collection[Member]) -> None:
        for each in members:
            each.socket.send(frame)
