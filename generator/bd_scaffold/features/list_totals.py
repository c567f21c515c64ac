"""`pagination: {total: …}`: how long a list is, where somebody asks or by an estimate."""

from __future__ import annotations

from ..operation import Operation
from ..record import replace
from .feature import Components, Feature, Repository, Usage

_PARAMETER = "with_total"


def _form(usage: Usage) -> Feature:
    """Return it as the list has it: by page or by cursor, asked for or not."""
    by_page = usage.pagination == "page"
    asked = usage.totals == "on_request"

    def changed(operation: Operation) -> Operation:
        if operation.returned != "page":
            return operation
        more = (_PARAMETER,) if asked else ()
        operation = replace(operation, controls=(*operation.controls, *more))
        return replace(operation, call="open_page") if by_page else operation

    assignments = (f'totals = "{usage.totals}"',)
    cursors = Repository(
        base=("core.db.counted_cursors", "CountedCursors"),
        extends=("core.db.cursors", "CursorPages"),
        assignments=assignments,
    )
    pages = Repository(
        base=("core.db.open_pages", "OpenPages"), assignments=assignments
    )
    return replace(
        FEATURE,
        operation=changed,
        repository=pages if by_page else cursors,
        service=("core.open_service", "OpenService") if by_page else None,
    )


FEATURE = Feature(
    name="list_totals",
    said="pagination: {by: page, total: on_request}",
    summary="Rows are counted where somebody asks, or about how many is told.",
    used_by=lambda usage: bool(usage.totals),
    form=_form,
    parameters=(_PARAMETER,),
    classes=("CountedCursors", "OpenPage", "OpenPageLinks", "OpenPages", "OpenService"),
    components=Components(
        parameters={
            _PARAMETER: {
                "name": _PARAMETER,
                "in": "query",
                "description": "Whether to say how many there are, which takes longer.",
                "schema": {"type": "boolean", "default": False},
            }
        }
    ),
    told=False,
)
