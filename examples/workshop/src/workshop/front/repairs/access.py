"""Who may do what with repairs."""

from workshop.core.security.access import Access
from workshop.core.security.operation_rules import OperationRule
from workshop.core.security.rules import may, owned_by

OWNER = owned_by("bicycle_id", "customer_id", "account_id")
ACCESS = Access(
    resource="repair",
    list=OWNER | may("repair:read"),
    get=OWNER | may("repair:read"),
    create=may("repair:write"),
    update=may("repair:write"),
    delete=may("repair:write"),
    actions={
        "begin": may("repair:write"),
        "finish": may("repair:write"),
        "collect": may("repair:write") | OWNER,
    },
)
MAY_ESTIMATE = OperationRule(
    "repair:estimate",
    "repair:read",
    OWNER | may("repair:read"),
)
