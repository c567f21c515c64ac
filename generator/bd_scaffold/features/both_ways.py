"""`pagination: {by: cursor, backwards: true}`: a page leads to the one before, too."""

from __future__ import annotations

from .feature import Feature, Repository

FEATURE = Feature(
    name="both_ways",
    said="pagination: {by: cursor, backwards: true}",
    summary="A page leads to the one before, too, by any order.",
    used_by=lambda usage: usage.backwards,
    classes=("TwoWayPages",),
    repository=Repository(
        base=("core.db.two_way", "TwoWayPages"),
        extends=("core.db.cursors", "CursorPages"),
    ),
    told=False,
)
