"""Rows of bicycles."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models import enums
from workshop.models.bicycle import Bicycle
from workshop.models.customer import Customer


def row(draw: Draw) -> Row:
    """Return a bicycle: the same one for the same number."""
    return {
        "id": draw.id(),
        "customer_id": draw.one(Customer)["id"],
        "frame_number": f"B-{draw.number:06}",
        "kind": draw.pick(*enums.BicycleKind),
        "bought_on": draw.maybe(draw.day()),
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Bicycle, row=row, share=200000, own_id=True)
