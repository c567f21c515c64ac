"""Rows of jobs."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models.job import Job
from workshop.models.part import Part
from workshop.models.repair import Repair


def row(draw: Draw) -> Row:
    """Return a job: the same one for the same number."""
    return {
        "id": draw.id(),
        "repair_id": draw.one(Repair)["id"],
        "part_id": draw.maybe(draw.one(Part)["id"]),
        "text": draw.sentence()[:200].strip(),
        "price": draw.decimal("0", "500", 2),
        "deleted_at": None,
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Job, row=row, share=8000000, own_id=True)
