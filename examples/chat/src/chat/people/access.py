"""Who may do what with people."""

from chat.core.security.access import Access
from chat.core.security.rules import AUTHENTICATED, owned_by

OWNER = owned_by("account_id")
ACCESS = Access(
    resource="person",
    list=AUTHENTICATED,
    get=AUTHENTICATED,
    create=OWNER,
    update=OWNER,
    delete=OWNER,
)
