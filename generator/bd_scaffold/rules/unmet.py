"""Requirements that nothing in the design answers to."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved

_ABOUT_PERSONS = ("GDPR", "CCPA", "LGPD", "PIPEDA", "UK GDPR")
"""Laws about what is kept of persons."""


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield the requirements that no operation meets, and the laws that no field is about."""
    requirements = resolved.design.requirements
    for number, requirement in enumerate(requirements.functional):
        if not requirement.operations:
            place = ("requirements", "functional", number)
            message = f"No operation is said to meet {requirement.id}."
            yield Finding(place, "BD970", message, "Name it in `operations`.")
    fields = (
        field for each in resolved.entities.values() for field in each.fields.values()
    )
    if any(field.source.pii for field in fields):
        return
    for number, law in enumerate(requirements.quality.compliance):
        if law.upper() in _ABOUT_PERSONS:
            at = ("requirements", "quality", "compliance", number)
            message = f"{law} is about persons, and no field says something of one."
            hint = "Mark fields with `pii`: they stay out of logs, and a catalogue lists them."
            yield Finding(at, "BD971", message, hint)
