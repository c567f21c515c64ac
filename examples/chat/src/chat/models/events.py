"""The events, which say what `asyncapi.yaml` promises."""

from chat.core.events.event import Event
from chat.core.events.recording import recorded
from chat.models.message import Message
from chat.models.outbox import OutboxEvent

EVENTS = recorded(
    OutboxEvent,
    Event(
        "MessagePosted",
        1,
        Message,
        ("create",),
        {
            "id": "id",
            "room_id": "room_id",
            "author_id": "author_id",
            "text": "text",
            "sent_as": "sent_as",
            "created_at": "created_at",
        },
    ),
    Event(
        "MessageChanged",
        1,
        Message,
        ("update",),
        {"id": "id", "room_id": "room_id"},
    ),
)
"""What others are told of changes of rows, by name."""
