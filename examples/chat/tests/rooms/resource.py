from typing import Any

from chat import models
from chat.models import enums
from chat.rooms.repository import RoomRepository
from chat.rooms.schemas import RoomCreate, RoomReplace, RoomUpdate
from chat.rooms.service import RoomService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th room, without what it refers to."""
    return {
        "name": f"name {n}",
        "kind": enums.RoomKind.DIRECT,
    }


RESOURCE = Resource(
    path="/rooms",
    label="room",
    model=models.Room,
    repository=RoomRepository,
    service=RoomService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": RoomCreate, "replace": RoomReplace, "update": RoomUpdate},
    references=(
        Reference(
            "owner",
            {"owner_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    filters=(
        Filter("kind", "kind"),
        Filter("owner_id", "owner_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("name", "created_at"),
)
