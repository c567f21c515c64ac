from typing import Any

from helpdesk import models
from helpdesk.models import enums
from helpdesk.tickets.repository import TicketRepository
from helpdesk.tickets.schemas import TicketCreate, TicketReplace, TicketUpdate
from helpdesk.tickets.service import TicketService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th ticket, without what it refers to."""
    return {
        "subject": f"subject {n}",
        "body": f"body {n}",
        "status": enums.TicketStatus.OPEN,
        "priority": enums.Priority.LOW,
        "internal_note": f"note {n}",
        "rating": 1 + n % 5,
    }


RESOURCE = Resource(
    path="/tickets",
    label="ticket",
    model=models.Ticket,
    repository=TicketRepository,
    service=TicketService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": TicketCreate, "replace": TicketReplace, "update": TicketUpdate},
    references=(
        Reference(
            "topic",
            {"topic_slug": models.Topic.slug},
            checked=False,
            restricts=True,
            lists=("tickets",),
        ),
        Reference(
            "contact",
            {"contact_id": models.Contact.id},
            required=True,
            restricts=True,
        ),
        Reference("assignee", {"assignee_id": models.Account.id}, checked=False),
    ),
    filters=(
        Filter("status", "status"),
        Filter("priority", "priority"),
        Filter("contact_id", "contact_id"),
        Filter("rating", "rating"),
        Filter("min_rating", "rating", "ge"),
        Filter("max_rating", "rating", "le"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("priority", "rating", "created_at"),
    search="subject",
    versioned=True,
)
