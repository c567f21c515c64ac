"""Who may do what with order lines."""

from shop.core.security.access import Access
from shop.core.security.rules import may, owned_by

OWNER = owned_by("order_id", "customer_id", "account_id")
ACCESS = Access(
    resource="order_line",
    list=OWNER | may("order:read"),
    get=OWNER | may("order:read"),
    create=OWNER,
    update=OWNER,
    delete=OWNER,
)
