"""Who may do what with jobs."""

from workshop.core.security.access import Access
from workshop.core.security.rules import may, owned_by

OWNER = owned_by("repair_id", "bicycle_id", "customer_id", "account_id")
ACCESS = Access(
    resource="job",
    list=OWNER | may("repair:read"),
    get=OWNER | may("repair:read"),
    create=may("repair:write"),
    update=may("repair:write"),
    delete=may("repair:write"),
)
