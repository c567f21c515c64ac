"""Events of a room as frames, made once for all who see the same of them."""

from collections.abc import Mapping, Sequence
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

    def __init__(
        self,
        channel: RealtimeChannel,
        room: frames.RoomName,
        who: Mapping["Member", Principal],
    ) -> None:
        self._channel = channel
        self._room = room
        self._who = who
        self._seen: dict[int, People] = {}
        self._seen_by_all: set[int] = set()

    async def ask(
        self,
        seeing: Seeing,
        events: Sequence[RealtimeEvent],
        people: People,
    ) -> None:
        """Ask who of those in the room sees the rows of events."""
        for each in events:
            event = today(each.name)
            if not each.data:
                continue  # it was forgotten along with a person
            if event is not None and event.name in self._channel.events:
                seen = await seeing.may_read(event.model, each.row_key, people)
                self._seen[each.position] = seen
                if people and len(seen) == len(people):
                    self._seen_by_all.add(each.position)

    def tell(self, members: Sequence["Member"], told: RealtimeEvent) -> None:
        """Tell connections of an event, but for those who were told or don't see it."""
        made: dict[frozenset[str], str] = {}  # by what of it is hidden
        hidden: frozenset[str] = frozenset()
        position, event = told.position, today(told.name)
        seen = self._seen.get(position, frozenset())
        by_all = position in self._seen_by_all
        for member in members:
            if member.position < position:
                member.position = position
                if event is not None and (by_all or self._who[member] in seen):
                    if hidden not in made:
                        made[hidden] = self._frame(event, told, hidden)
                    member.socket.send(made[hidden])

    def _frame(self, event: Event, told: RealtimeEvent, hidden: frozenset[str]) -> str:
        said: Mapping[str, object] = from_json(told.data)
        shown = {name: each for name, each in said.items() if name not in hidden}
        return frames.event(self._room, told, event.name, shown)


@lru_cache(1024)
def today(name: str) -> Event | None:
    """Return an event that was recorded by some name; None where there is no such any more."""
    renamed = (each for each in EVENTS.values() if each.was == name)
    return EVENTS.get(name) or next(renamed, None)
