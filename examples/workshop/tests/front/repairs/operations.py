from decimal import Decimal
from typing import Any

from tests.api.operation import Own
from workshop import models
from workshop.front.repairs.operation_schemas import RepairEstimateOutput
from workshop.front.repairs.operations import RepairOperations


def estimate_output(n: int) -> dict[str, Any]:
    """Return the n-th of what `estimate` answers."""
    return {
        "total": Decimal("0.00") + n * Decimal("0.01"),
        "jobs": n,
    }


OPERATIONS = (
    Own(
        id="estimate_repair",
        method="GET",
        path="/estimate",
        service=RepairOperations,
        call="estimate",
        of=models.Repair,
        output=RepairEstimateOutput,
        answered=estimate_output,
    ),
)
