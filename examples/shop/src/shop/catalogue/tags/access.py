"""Who may do what with tags."""

from shop.core.security.access import Access
from shop.core.security.rules import PUBLIC, may

ACCESS = Access(
    resource="tag",
    list=PUBLIC,
    get=PUBLIC,
    create=may("product:write"),
    update=may("product:write"),
    delete=may("product:write"),
)
