"""Who may do what with notifications."""

from chat.core.security.access import Access
from chat.core.security.rules import owned_by, role

OWNER = owned_by("account_id")
ACCESS = Access(
    resource="notification",
    list=OWNER,
    get=OWNER,
    create=role("admin"),
    update=role("admin"),
    delete=OWNER,
)
