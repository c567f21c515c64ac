"""Who may do what with suppliers."""

from workshop.core.security.access import Access
from workshop.core.security.rules import PUBLIC, may

ACCESS = Access(
    resource="supplier",
    list=PUBLIC,
    get=PUBLIC,
    create=may("supplier:write"),
    update=may("supplier:write"),
    delete=may("supplier:write"),
)
