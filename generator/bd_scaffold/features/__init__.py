"""The capabilities that a design may use, one module each; the stages loop over this list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import soft_delete, timestamps, versioned

if TYPE_CHECKING:
    from ..language.design import Entity
    from .feature import Feature

FEATURES: tuple[Feature, ...] = (
    versioned.FEATURE,
    soft_delete.FEATURE,
    timestamps.FEATURE,
)
"""Every capability, in the order in which their columns stand in a table."""


def features_of(entity: Entity) -> tuple[Feature, ...]:
    """Return the capabilities that an entity uses."""
    return tuple(each for each in FEATURES if each.used_by(entity))
