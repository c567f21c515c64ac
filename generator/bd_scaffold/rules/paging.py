"""How lists are cut into pages: by numbers there is no other way than to the next number."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..language.sections import Paging
from ..language.tree import Path
from ..resolve import Resolved


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Only pages by cursor need it said that they lead backwards, too."""
    said: dict[Path, Paging | None] = {("api",): resolved.design.api.pagination}
    for name, entity in resolved.entities.items():
        said["entities", name] = entity.written.pagination
    for place, each in said.items():
        if each is not None and each.backwards and each.by == "page":
            message = "Pages with numbers lead to any other, so they need no way back."
            hint = "Leave backwards out, or write by: cursor."
            yield Finding((*place, "pagination", "backwards"), "BD429", message, hint)
