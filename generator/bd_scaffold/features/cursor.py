"""`pagination: cursor`: a page of a list continues where the last one ended."""

from __future__ import annotations

from ..operation import Operation
from ..record import replace
from .feature import Feature, Repository


def _operation(operation: Operation) -> Operation:
    """Lists take a cursor in place of a page's number."""
    if operation.returned != "page":
        return operation
    controls = ("cursor" if each == "page" else each for each in operation.controls)
    return replace(operation, call="cursor_page", controls=tuple(controls))


FEATURE = Feature(
    name="cursor",
    said="pagination: cursor",
    summary="A page continues where the last one ended, at any depth.",
    used_by=lambda usage: usage.pagination == "cursor",
    parameters=("cursor",),
    classes=("CursorPage", "CursorPages", "CursorPagination", "CursorService"),
    operation=_operation,
    repository=Repository(base=("core.db.cursors", "CursorPages")),
    service=("core.cursor_service", "CursorService"),
)
