"""Rows of contacts."""

from helpdesk.models.contact import Contact
from seeds.drawing import Draw
from seeds.rows import Row, Rows


def row(draw: Draw) -> Row:
    """Return a contact: the same one for the same number."""
    return {
        "id": draw.id(),
        "tenant_id": draw.division("tenants")["id"],
        "account_id": draw.same("accounts")["id"],
        "full_name": draw.full_name(),
        "email": draw.email(),
        "phone": draw.maybe(draw.phone()[:30].strip()),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Contact, row=row, share=100, own_id=True, divided=True)
