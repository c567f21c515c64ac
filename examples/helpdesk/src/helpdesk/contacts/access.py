"""Who may do what with contacts."""

from helpdesk.core.security.access import Access
from helpdesk.core.security.rules import may, owned_by, role

OWNER = owned_by("account_id")
ACCESS = Access(
    resource="contact",
    list=OWNER | may("contact:read"),
    get=OWNER | may("contact:read"),
    create=OWNER | role("agent"),
    update=OWNER | role("agent"),
    delete=role("admin"),
)
