"""Rows of suppliers."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models.supplier import Supplier


def row(draw: Draw) -> Row:
    """Return a supplier: the same one for the same number."""
    return {
        "id": draw.id(),
        "name": draw.unique(draw.company(), 100),
        "country": draw.pick("DE", "FR", "IT", "ES", "NL", "PL", "SE", "US", "JP"),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Supplier, row=row, share=20000, own_id=True)
