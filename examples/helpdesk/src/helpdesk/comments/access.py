"""Who may do what with comments."""

from helpdesk.core.security.access import Access
from helpdesk.core.security.rules import either, every, field, may, owned_by, role

OWNER = owned_by("author_id")
_LIST = either(
    may("comment:read"),
    every(
        field("ticket_id", "contact_id", "account_id").is_me(),
        ~field("internal").holds(),
    ),
)
ACCESS = Access(
    resource="comment",
    list=_LIST,
    get=_LIST,
    create=OWNER | may("comment:write"),
    update=OWNER,
    delete=OWNER | role("admin"),
)
