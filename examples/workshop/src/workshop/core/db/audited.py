"""Which account created a row, and which one changed it last."""

from .stamps import Stamps, account

# A change by who has no account, the system or a service, leaves nobody as the last one.
CREATED_BY: Stamps = {"created_by_id": account, "updated_by_id": account}
CHANGED_BY: Stamps = {"updated_by_id": account}
