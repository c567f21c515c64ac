from typing import Any

from tests.api.operation import Own
from workshop import models
from workshop.store.parts.operation_schemas import PartReorderInput
from workshop.store.parts.operations import PartOperations


def reorder_input(n: int) -> dict[str, Any]:
    """Return the n-th of what `reorder` is given."""
    return {
        "below": n,
    }


OPERATIONS = (
    Own(
        id="reorder_parts",
        method="POST",
        path="/parts/reorder",
        service=PartOperations,
        call="reorder",
        input=PartReorderInput,
        given=reorder_input,
        answers=models.Part,
        many=True,
        refused=("anonymous", "owner", "somebody else", "role mechanic"),
    ),
)
