"""Rows of parts."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models.part import Part
from workshop.models.supplier import Supplier


def row(draw: Draw) -> Row:
    """Return a part: the same one for the same number."""
    return {
        "id": draw.id(),
        "supplier_id": draw.one(Supplier)["id"],
        "number": f"P-{draw.number:06}",
        "name": draw.title(),
        "description": draw.maybe(draw.sentence()),
        "price": draw.decimal("0", "500", 2),
        "weight": draw.maybe(draw.integer(1, 5000)),
        "stock": draw.integer(0, 500),
        "version": 1,
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Part, row=row, share=200000, own_id=True)
