"""The rooms in which people see what happens: who may join them, and what is told there."""

from chat.core.realtime.channel import RealtimeChannel, channels
from chat.core.security.lists import rows_of
from chat.core.security.rules import either, field, owned_by
from chat.models.realtime import RealtimeEvent, RealtimeRoom
from chat.models.room import Room

ROOM_JOINING = either(
    owned_by("owner_id"),
    field(rows_of("Member", "room_id"), "account_id").is_me(),
)

CHANNELS = channels(
    RealtimeRoom,
    RealtimeEvent,
    RealtimeChannel(
        "room",
        Room,
        ROOM_JOINING,
        {"MessagePosted": "room_id", "MessageChanged": "room_id"},
        presence=True,
        typing=True,
    ),
)
"""The kinds of rooms, by name."""
