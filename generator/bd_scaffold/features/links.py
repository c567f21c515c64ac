"""`Tag[]`: relations of many to many, kept in a table of their own."""

from __future__ import annotations

from .feature import Feature, Repository

FEATURE = Feature(
    name="links",
    said="Tag[]",
    summary="Rows are related many to many, and written as lists of keys.",
    used_by=lambda usage: "link" in usage.kinds,
    classes=("Link", "Linked"),
    repository=Repository(
        base=("core.db.links", "Linked"), uses=(("core.db.links", "Link"),)
    ),
)
