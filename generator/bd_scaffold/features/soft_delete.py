"""`soft_delete`: a delete marks the row, and every read excludes the marked rows."""

from __future__ import annotations

from .feature import Column, Feature

FEATURE = Feature(
    name="soft_delete",
    used_by=lambda usage: "soft_delete" in usage.traits,
    columns=(Column("deleted_at", "datetime", nullable=True, hidden=True),),
    scopes=True,
)
