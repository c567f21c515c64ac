"""How it is asked for that an operation is done later, and how its answer is read then."""

from __future__ import annotations

from collections.abc import Iterable

from ..features.feature import Feature
from ..operation import STATUSES, HttpEndpoint, Operation, OperationPython, refused
from ..record import replace
from ..resolve.custom import CustomOperation
from ..resolve.endpoints import outcome_id

_OK, _ACCEPTED = 200, 202
_STATUS = "operation-status"
"""The schema of how far an operation is that is done later."""


def later(
    each: CustomOperation, operation: Operation, features: Iterable[Feature]
) -> tuple[Operation, Operation | None]:
    """Return how it is asked for that something is done later, and how its answer is read."""
    http = replace(
        operation.http, status=_ACCEPTED, headers=("Location", "Retry-After")
    )
    asked = replace(operation, result=_STATUS, returned="nothing", http=http)
    if operation.result is None:
        return asked, None
    read = Operation(
        name=f"{each.name}_result",
        kind="custom",
        id=outcome_id(each.id),
        summary=f"Result of {operation.summary[:1].lower()}{operation.summary[1:]}",
        call="result",
        returned="nothing",
        errors=("not_found", "conflict", "invalid"),
        http=HttpEndpoint(method="get", path=each.outcome_path, status=_OK, errors=()),
        python=OperationPython(route="", head="", body=""),  # one serves all of them
        result=operation.result,
        security=operation.security,
    )
    if operation.security != "none":
        read = refused(read, "unauthenticated")
    for feature in features:
        read = feature.operation(read)
    statuses = sorted({STATUSES[error] for error in read.errors})
    return asked, replace(read, http=replace(read.http, errors=tuple(statuses)))
