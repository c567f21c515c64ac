from typing import Any

from chat import models
from chat.notifications.repository import NotificationRepository
from chat.notifications.service import NotificationService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th notification, without what it refers to."""
    return {}


RESOURCE = Resource(
    path="/notifications",
    label="notification",
    model=models.Notification,
    repository=NotificationRepository,
    service=NotificationService,
    values=values,
    operations=("list", "get", "delete"),
    repeatable=False,
    references=(
        Reference("message", {"message_id": models.Message.id}, required=True),
        Reference("room", {"room_id": models.Room.id}, required=True),
        Reference(
            "account",
            {"account_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    finders={"find_by_account_id_and_message_id": ("account_id", "message_id")},
    filters=(
        Filter("account_id", "account_id"),
        Filter("message_id", "message_id"),
        Filter("room_id", "room_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
)
