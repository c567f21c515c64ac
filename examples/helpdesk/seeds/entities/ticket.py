"""Rows of tickets."""

from helpdesk.models import enums
from helpdesk.models.contact import Contact
from helpdesk.models.ticket import Ticket
from helpdesk.models.topic import Topic
from seeds.drawing import Draw
from seeds.rows import Row, Rows


def row(draw: Draw) -> Row:
    """Return a ticket: the same one for the same number."""
    return {
        "id": draw.id(),
        "tenant_id": draw.division("tenants")["id"],
        "topic_slug": draw.maybe(draw.one(Topic)["slug"]),
        "contact_id": draw.one(Contact)["id"],
        "assignee_id": draw.maybe(draw.one("accounts")["id"]),
        "subject": draw.title(),
        "body": draw.sentence(),
        "status": draw.pick(*enums.TicketStatus),
        "priority": draw.pick(*enums.Priority),
        "internal_note": draw.maybe(draw.sentence()),
        "rating": draw.maybe(draw.integer(1, 5)),
        "version": 1,
        "deleted_at": None,
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Ticket, row=row, share=400, own_id=True, divided=True)
