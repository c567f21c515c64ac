"""How long rows are kept, from what the design says of it."""

from __future__ import annotations

from ..language.retention import CREATION
from ..layout import block, call
from ..names import python_string as quoted
from ..resolve.resolved import ResolvedEntity
from .types import Retention

_UNITS = {"d": ("days", 1), "w": ("days", 7), "mo": ("months", 1), "y": ("months", 12)}


def retention_of(entity: ResolvedEntity) -> Retention | None:
    """Return how long an entity's rows are kept; nothing where that is for good."""
    said = entity.written.retention
    if said is None:
        return None
    name = said.since or CREATION
    slot = next(e for e in entity.slots if name in (e.field_name, e.column))
    number = said.after.rstrip("dwmoy")
    unit, times = _UNITS[said.after[len(number) :]]
    age = f"{unit}={int(number) * times}"
    given = (
        f"models.{entity.names.class_name}",
        f"since={quoted(slot.attribute)}",
        age,
    )
    return Retention(
        after=str(said),
        attribute=slot.attribute,
        entry=block(call("Retention", *given), 4, ","),
    )
