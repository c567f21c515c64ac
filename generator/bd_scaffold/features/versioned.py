"""`versioned`: a row's version guards it against lost updates."""

from __future__ import annotations

from .feature import Column, Feature

FEATURE = Feature(
    name="versioned",
    used_by=lambda usage: "versioned" in usage.traits,
    columns=(Column("version", "integer", minimum=1, maximum=2**31 - 1),),
)
