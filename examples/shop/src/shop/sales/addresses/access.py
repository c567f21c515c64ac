"""Who may do what with addresses."""

from shop.core.security.access import Access
from shop.core.security.rules import owned_by

OWNER = owned_by("customer_id", "account_id")
ACCESS = Access(
    resource="address",
    list=OWNER,
    get=OWNER,
    create=OWNER,
    update=OWNER,
    delete=OWNER,
)
