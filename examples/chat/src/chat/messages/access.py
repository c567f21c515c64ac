"""Who may do what with messages."""

from chat.core.security.access import Access
from chat.core.security.lists import rows_of
from chat.core.security.rules import either, every, field, owned_by

OWNER = owned_by("author_id")
_CREATE = every(
    OWNER,
    either(
        field("room_id", "owner_id").is_me(),
        field("room_id", rows_of("Member", "room_id"), "account_id").is_me(),
    ),
)
_LIST = either(
    field("room_id", "owner_id").is_me(),
    field("room_id", rows_of("Member", "room_id"), "account_id").is_me(),
)
ACCESS = Access(
    resource="message",
    list=_LIST,
    get=_LIST,
    create=_CREATE,
    update=_CREATE,
    delete=OWNER | field("room_id", "owner_id").is_me(),
)
