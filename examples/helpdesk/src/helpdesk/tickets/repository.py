from typing import ClassVar

from helpdesk.core.db.conditions import Filter
from helpdesk.core.db.field_rules import FieldRules
from helpdesk.core.db.removal import SoftDeletes
from helpdesk.core.db.search import Search
from helpdesk.core.db.stamps import CHANGED, CREATED
from helpdesk.core.db.tenancy import IN_TENANT
from helpdesk.models import Ticket


class TicketRepository(FieldRules[Ticket], SoftDeletes[Ticket]):
    model = Ticket
    insert_stamps: ClassVar = {**IN_TENANT, **CREATED}
    update_stamps = CHANGED
    filters = (
        Filter("status"),
        Filter("priority"),
        Filter("contact_id"),
        Filter("assignee_id"),
        Filter("rating"),
        Filter("min_rating", "rating", "ge"),
        Filter("max_rating", "rating", "le"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("subject"),
    )
