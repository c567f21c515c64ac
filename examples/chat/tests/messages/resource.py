import uuid
from typing import Any

from chat import models
from chat.messages.repository import MessageRepository
from chat.messages.schemas import MessageCreate, MessageReplace, MessageUpdate
from chat.messages.service import MessageService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th message, without what it refers to."""
    return {
        "text": f"text {n}",
        "sent_as": uuid.UUID(int=n),
    }


RESOURCE = Resource(
    path="/messages",
    label="message",
    model=models.Message,
    repository=MessageRepository,
    service=MessageService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": MessageCreate,
        "replace": MessageReplace,
        "update": MessageUpdate,
    },
    repeatable=False,
    references=(
        Reference(
            "room",
            {"room_id": models.Room.id},
            required=True,
            lists=("messages",),
        ),
        Reference(
            "author",
            {"author_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    finders={"find_by_author_id_and_sent_as": ("author_id", "sent_as")},
    filters=(
        Filter("room_id", "room_id"),
        Filter("author_id", "author_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
    order=("-created_at",),
    words="text",
)
