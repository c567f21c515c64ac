"""Who may do what with topics."""

from helpdesk.core.security.access import Access
from helpdesk.core.security.rules import AUTHENTICATED, role

ACCESS = Access(
    resource="topic",
    list=AUTHENTICATED,
    get=AUTHENTICATED,
    create=role("admin"),
    update=role("admin"),
    delete=role("admin"),
)
