"""Who may do what with orders."""

from shop.core.security.access import Access
from shop.core.security.rules import may, owned_by, role

OWNER = owned_by("customer_id", "account_id")
ACCESS = Access(
    resource="order",
    list=OWNER | may("order:read"),
    get=OWNER | may("order:read"),
    create=OWNER,
    update=OWNER,
    delete=role("admin"),
    actions={
        "place": OWNER,
        "pay": role("admin"),
        "ship": may("order:ship"),
        "cancel": OWNER | role("admin"),
    },
)
