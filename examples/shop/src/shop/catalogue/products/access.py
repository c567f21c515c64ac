"""Who may do what with products."""

from shop.core.security.access import Access
from shop.core.security.rules import PUBLIC, may

ACCESS = Access(
    resource="product",
    list=PUBLIC,
    get=PUBLIC,
    create=may("product:write"),
    update=may("product:write"),
    delete=may("product:write"),
)
