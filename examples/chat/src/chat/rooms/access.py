"""Who may do what with rooms."""

from chat.core.security.access import Access
from chat.core.security.lists import rows_of
from chat.core.security.rules import field, owned_by

OWNER = owned_by("owner_id")
ACCESS = Access(
    resource="room",
    list=OWNER | field(rows_of("Member", "room_id"), "account_id").is_me(),
    get=OWNER | field(rows_of("Member", "room_id"), "account_id").is_me(),
    create=OWNER,
    update=OWNER,
    delete=OWNER,
)
