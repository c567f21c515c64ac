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
        "Long lists go on from where a page ended",
        "A page far into a long list must not cost more than the first.",
        "A cursor holds the last row's place in the order, and the next page begins "
        "behind it.",
        "Every page costs the same, and rows that come and go shift none. There is no "
        "page by its number.",
    ),
    used_by=lambda usage: usage.pagination == "cursor",
    notes=_notes,
    parameters=("cursor",),
    classes=("CursorPage", "CursorPages", "CursorPagination", "CursorService"),
    operation=_operation,
    repository=Repository(base=("core.db.cursors", "CursorPages")),
    service=("core.cursor_service", "CursorService"),
)
