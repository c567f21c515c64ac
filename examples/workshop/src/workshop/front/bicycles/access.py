"""Who may do what with bicycles."""

from workshop.core.security.access import Access
from workshop.core.security.rules import may, owned_by

OWNER = owned_by("customer_id", "account_id")
ACCESS = Access(
    resource="bicycle",
    list=OWNER | may("bicycle:read"),
    get=OWNER | may("bicycle:read"),
    create=OWNER | may("bicycle:write"),
    update=OWNER | may("bicycle:write"),
    delete=OWNER | may("bicycle:write"),
)
