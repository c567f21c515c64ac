"""Who may do what with customers."""

from workshop.core.security.access import Access
from workshop.core.security.rules import may, owned_by, role

OWNER = owned_by("account_id")
ACCESS = Access(
    resource="customer",
    list=OWNER | may("customer:read"),
    get=OWNER | may("customer:read"),
    create=OWNER,
    update=OWNER,
    delete=role("admin"),
)
