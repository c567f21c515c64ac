"""`pagination: cursor`: a page of a list continues where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..operation import Operation
from ..record import replace
from .feature import (
    Expected,
    Feature,
    Reasons,
    Repository,
)


def _operation(operation: Operation) -> Operation:
    """Lists take a cursor in place of a page's number."""
    if operation.returned != "page":
        return operation
    controls = ("cursor" if each == "page" else each for each in operation.controls)
    return replace(operation, call="cursor_page", controls=tuple(controls))


def _notes(expected: Expected) -> Iterator[Finding]:
    """Lists have cursors by their size alone."""
    if (
        expected.pagination == "cursor"
        or "list" not in expected.usage.written.operations
    ):
        return
    message = (
        f"{expected.volume:,} rows are expected, so its lists are paged by cursor, which "
        "clients see: no total, and no page numbers."
    )
    hint = (
        f"Write pagination: cursor at {expected.name} to say so, or page for numbers."
    )
    yield Finding(expected.place, "BD951", message, hint)


FEATURE = Feature(
    name="cursor",
    said="pagination: cursor",
    summary="A page continues where the last one ended, at any depth.",
    reasons=Reasons(
        9107,
        "Long lists are paginated by cursor",
        "A page deep in a long list must not cost more than the first.",
        "Keyset pagination: a cursor holds the last row's place in the order, "
        "and the next page starts after it.",
        "Every page costs the same, and inserts and deletes shift no page. "
        "There are no page numbers.",
    ),
    used_by=lambda usage: usage.pagination == "cursor",
    notes=_notes,
    parameters=("cursor",),
    classes=("CursorPage", "CursorPages", "CursorPagination", "CursorService"),
    operation=_operation,
    repository=Repository(base=("core.db.cursors", "CursorPages")),
    service=("core.cursor_service", "CursorService"),
)
