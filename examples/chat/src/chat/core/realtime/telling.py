"""Events of a room as frames, made once for all who see the same of them."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic_core import from_json

from chat.core.events.event import Event
from chat.core.security.principal import Principal
from chat.models.events import EVENTS
from chat.models.realtime import RealtimeEvent

from . import frames
from .channel import RealtimeChannel
from .seeing import People, Seeing

if TYPE_CHECKING:
    from .hub import Member


class Telling:
    """Knows who sees which of some events, and tells them."""

    def __init__(self, channel: RealtimeChannel, room: frames.RoomName) -> None:
        self._channel = channel
        self._room = room
        self._seen: dict[int, People] = {}
        self._frames: dict[tuple[int, frozenset[str]], str] = {}

    async def ask(
        self,
        seeing: Seeing,
        events: Sequence[RealtimeEvent],
        people: Collection[Principal],
    ) -> None:
        """Ask who of those in the room sees the rows of events."""
        for each in events:
            event = today(each.name)
            if event is not None and event.name in self._channel.events:
                seen = await seeing.may_read(event.model, each.row_key, people)
                self._seen[each.position] = seen

    def tell(self, member: "Member", event: RealtimeEvent) -> None:
        """Tell a connection of an event, unless it was told or doesn't see it."""
        if member.position >= event.position:
            return
        member.position = event.position
        if member.principal in self._seen.get(event.position, ()):
            member.socket.send(self._frame(member.principal, event))

    def _frame(self, principal: Principal, told: RealtimeEvent) -> str:
        event = today(told.name)
        if event is None:
            raise LookupError(told.name)
        hidden: frozenset[str] = frozenset()
        found = self._frames.get((told.position, hidden))
        if found is None:
            data: Mapping[str, object] = from_json(told.data)
            shown = {name: each for name, each in data.items() if name not in hidden}
            found = frames.event(self._room, told, event.name, shown)
            self._frames[told.position, hidden] = found
        return found


@lru_cache(1024)
def today(name: str) -> Event | None:
    """Return an event that was recorded by some name; None where there is no such any more."""
    renamed = (each for each in EVENTS.values() if each.was == name)
    return EVENTS.get(name) or next(renamed, None)
