"""Tenants, each with rows and accounts of its own."""

from helpdesk.models.tenants import Tenant

from .drawing import Draw
from .rows import DIVISIONS, SINCE, Row, Rows


def tenant(draw: Draw) -> Row:
    """Return a tenant."""
    return {
        "id": draw.id(),
        "name": draw.unique(draw.company(), 120),
        "created_at": SINCE,  # before all that it has
    }


TENANTS = Rows(of=Tenant, row=tenant, share=1, most=DIVISIONS, own_id=True)
