"""What callers may ask and say of fields with rules of their own."""

from collections.abc import Mapping
from typing import Any

from .case import Cases


def asks_hidden(cases: Cases, caller: str, query: Mapping[str, str]) -> bool:
    """Tell whether a list's query is about what its caller may not read."""
    sort = query.get("sort", "").removeprefix("-")
    searched = getattr(cases.resource, "search", "")
    return any(
        query.keys() & {*each.parameters}
        or sort in each.sorts
        or ("q" in query and searched in each.held)
        for each in cases.fields
        if caller in each.unread
    )


def written_by(
    cases: Cases, caller: str, body: Mapping[str, Any], *, new: bool = False
) -> dict[str, Any]:
    """Return a body without what its caller may not give; no new row is without what it needs."""
    fixed = {
        each.name
        for each in cases.fields
        if caller in each.unwritten and not (new and each.needed)
    }
    return {name: value for name, value in body.items() if name not in fixed}
