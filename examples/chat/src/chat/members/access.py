"""Who may do what with members."""

from chat.core.security.access import Access
from chat.core.security.lists import rows_of
from chat.core.security.rules import either, field, owned_by, role

OWNER = owned_by("account_id")
_LIST = either(
    OWNER,
    field("room_id", "owner_id").is_me(),
    field("room_id", rows_of("Member", "room_id"), "account_id").is_me(),
)
ACCESS = Access(
    resource="member",
    list=_LIST,
    get=_LIST,
    create=field("room_id", "owner_id").is_me(),
    update=role("admin"),
    delete=OWNER | field("room_id", "owner_id").is_me(),
)
