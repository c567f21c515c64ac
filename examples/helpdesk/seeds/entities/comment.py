"""Rows of comments."""

from helpdesk.models.comment import Comment
from helpdesk.models.ticket import Ticket
from seeds.drawing import Draw
from seeds.rows import Row, Rows


def row(draw: Draw) -> Row:
    """Return a comment: the same one for the same number."""
    return {
        "id": draw.id(),
        "tenant_id": draw.division("tenants")["id"],
        "ticket_id": draw.one(Ticket)["id"],
        "author_id": draw.one("accounts")["id"],
        "text": draw.sentence(),
        "internal": draw.chance(0.8),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Comment, row=row, share=1600, own_id=True, divided=True)
