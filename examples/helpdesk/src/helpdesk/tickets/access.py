"""Who may do what with tickets."""

from helpdesk.core.security.access import Access
from helpdesk.core.security.rules import field, may, owned_by, role

OWNER = owned_by("contact_id", "account_id")
ACCESS = Access(
    resource="ticket",
    list=OWNER | may("ticket:read"),
    get=OWNER | may("ticket:read"),
    create=OWNER | may("ticket:write"),
    update=may("ticket:write") | (OWNER & (field("status") != "solved")),
    delete=role("admin"),
    readable={"internal_note": role("agent") | role("admin"), "rating": role("admin")},
    writable={"internal_note": role("agent") | role("admin")},
)
