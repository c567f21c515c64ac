"""`pii`: what says something of a person stays out of logs, and stands in a catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from .feature import Feature

_LAWS = ("CCPA", "GDPR", "LGPD", "PIPEDA", "UK GDPR")
"""Laws about what is kept of persons."""


def _remarks(design: Design) -> Iterator[Finding]:
    """A law about persons is asked for, and no field says something of one."""
    of_entities = (each.fields for each in design.entities.values())
    of_values = (each.fields for each in design.types.values())
    fields = (field for each in (*of_entities, *of_values) for field in each.values())
    if any(field.pii for field in fields):
        return
    for number, law in enumerate(design.requirements.quality.compliance):
        if law.upper() in _LAWS:
            place = ("requirements", "quality", "compliance", number)
            message = f"{law} is about persons, and no field says something of one."
            hint = "Mark fields with `pii`: they stay out of logs, and a catalogue lists them."
            yield Finding(place, "BD971", message, hint)


FEATURE = Feature(
    name="pii",
    said="pii",
    told=False,
    summary="What says something of a person stays out of logs, and is listed.",
    used_by=lambda usage: bool(usage.modifiers["pii"]),
    remarks=_remarks,
)
