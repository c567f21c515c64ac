"""Who may do what with categories."""

from shop.core.security.access import Access
from shop.core.security.rules import PUBLIC, may

ACCESS = Access(
    resource="category",
    list=PUBLIC,
    get=PUBLIC,
    create=may("category:write"),
    update=may("category:write"),
    delete=may("category:write"),
)
