"""Real time: rooms in which people see what happens at once."""

from __future__ import annotations

from ...record import Record


class ToldEvent(Record, frozen=True):
    """An event that is told in rooms."""

    name: str  # in the design: "MessagePosted"
    attribute: str  # of its row, with the key of the room's: "room_id"


class Channel(Record, frozen=True):
    """Rooms of one kind, each a row of an entity."""

    name: str  # in the design, and in frames: "room"
    entity: str  # each row of which is a room: "Room"
    join: str  # who may join, as the design says it
    members: (
        str  # the entity and the field that make members: "Member.account"; or empty
    )
    presence: bool  # those in a room see who is there
    typing: bool  # those in a room see who types
    events: tuple[ToldEvent, ...]  # what is told in it
    rules: tuple[str, ...]  # who belongs to a room and who may join, ready Python
    definition: str  # what `models/channels.py` says of it, ready Python
    description: str  # what the design says of it


class Realtime(Record, frozen=True):
    """All rooms."""

    channels: tuple[Channel, ...]  # in the design's order
    imports: str  # what `models/channels.py` imports, ready Python
