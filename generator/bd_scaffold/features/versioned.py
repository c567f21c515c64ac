"""`versioned`: a row's version guards it against lost updates."""

from __future__ import annotations

from ..operation import Operation, refused
from ..record import replace
from .feature import Column, Feature

_NOT_MODIFIED = 304


def _operation(operation: Operation) -> Operation:
    """Responses tell a row's version, and requests may make it a condition."""
    http = operation.http
    if operation.returned == "one":
        http = replace(http, headers=(*http.headers, "ETag"))
    if operation.kind == "get":
        parameters = (*http.parameters, "If-None-Match")
        http = replace(http, parameters=parameters, not_modified=_NOT_MODIFIED)
    elif operation.kind in ("replace", "update", "delete"):
        http = replace(http, parameters=(*http.parameters, "If-Match"))
        requires = (*operation.requires, "version")
        operation = replace(
            refused(operation, "precondition_failed"), requires=requires
        )
    return replace(operation, http=http)


FEATURE = Feature(
    name="versioned",
    used_by=lambda usage: "versioned" in usage.traits,
    columns=(
        Column("version", "integer", minimum=1, maximum=2**31 - 1, on_insert="version"),
    ),
    operation=_operation,
)
