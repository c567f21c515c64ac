"""Who may do what with parts."""

from workshop.core.security.access import Access
from workshop.core.security.operation_rules import OperationRule
from workshop.core.security.rules import PUBLIC, may

ACCESS = Access(
    resource="part",
    list=PUBLIC,
    get=PUBLIC,
    create=may("part:write"),
    update=may("part:write"),
    delete=may("part:write"),
)
MAY_REORDER = OperationRule("part:reorder", "part:write", may("part:write"))
