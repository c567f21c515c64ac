"""Rows of customers."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models.customer import Customer


def row(draw: Draw) -> Row:
    """Return a customer: the same one for the same number."""
    return {
        "id": draw.id(),
        "account_id": draw.same("accounts")["id"],
        "full_name": draw.full_name(),
        "email": draw.email().lower(),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Customer, row=row, share=200000, own_id=True)
