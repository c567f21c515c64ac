"""`filter: customer.city`: lists are asked for by the rows that theirs refer to."""

from __future__ import annotations

from .feature import Feature, Repository, Usage


def _used_by(usage: Usage) -> bool:
    """Tell whether some path is left, where those to parts of values are fields by now."""
    written = usage.written
    return any("." in each for each in (*written.filter, *written.sort))


FEATURE = Feature(
    name="related_lists",
    said="filter: customer.city",
    summary="Lists are narrowed and ordered by values of the rows that theirs refer to.",
    used_by=_used_by,
    classes=(
        *("Related", "RelatedLists", "RelatedMissing", "RelatedRows"),
        *("RelatedSort", "Unrelated"),
    ),
    repository=Repository(base=("core.db.related", "RelatedLists")),
    told=False,
)
