"""Rows of repairs."""

from seeds.drawing import Draw
from seeds.rows import Row, Rows
from workshop.models import enums
from workshop.models.bicycle import Bicycle
from workshop.models.repair import Repair


def row(draw: Draw) -> Row:
    """Return a repair: the same one for the same number."""
    status = draw.pick(
        enums.RepairStatus.TAKEN_IN,
        enums.RepairStatus.UNDER_WAY,
        enums.RepairStatus.READY,
        enums.RepairStatus.COLLECTED,
    )
    return {
        "id": draw.id(),
        "created_by_id": draw.one("accounts")["id"],
        "updated_by_id": draw.one("accounts")["id"],
        "bicycle_id": draw.one(Bicycle)["id"],
        "number": f"R-{draw.number:06}",
        "status": status,
        "wish": draw.sentence(),
        "ready_at": draw.reached_at(
            status,
            enums.RepairStatus.READY,
            enums.RepairStatus.COLLECTED,
        ),
        "version": 1,
        "deleted_at": None,
        "created_at": draw.created,
        "updated_at": draw.created,
    }


ROWS = Rows(of=Repair, row=row, share=2000000, own_id=True)
