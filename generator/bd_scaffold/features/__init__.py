"""The capabilities that a design may use, one module each; the stages loop over this list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import cursor, links, search, soft_delete, timestamps, versioned

if TYPE_CHECKING:
    from .feature import Feature, Usage

FEATURES: tuple[Feature, ...] = (
    cursor.FEATURE,
    links.FEATURE,
    search.FEATURE,
    versioned.FEATURE,
    soft_delete.FEATURE,
    timestamps.FEATURE,
)
"""Every capability, in the order in which their columns stand in a table."""


def features_of(usage: Usage) -> tuple[Feature, ...]:
    """Return the capabilities that an entity uses."""
    return tuple(each for each in FEATURES if each.used_by(usage))
