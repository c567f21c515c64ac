from typing import Any

from chat import models
from chat.members.repository import MemberRepository
from chat.members.schemas import MemberCreate
from chat.members.service import MemberService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th member, without what it refers to."""
    return {}


RESOURCE = Resource(
    path="/members",
    label="member",
    model=models.Member,
    repository=MemberRepository,
    service=MemberService,
    values=values,
    operations=("list", "get", "create", "delete"),
    bodies={"create": MemberCreate},
    repeatable=False,
    references=(
        Reference(
            "room",
            {"room_id": models.Room.id},
            required=True,
            lists=("members",),
        ),
        Reference(
            "account",
            {"account_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    finders={"find_by_room_id_and_account_id": ("room_id", "account_id")},
    filters=(
        Filter("room_id", "room_id"),
        Filter("account_id", "account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
)
