"""Requirements that nothing in the design answers to."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield the requirements that no operation is said to meet."""
    requirements = resolved.design.requirements
    for number, requirement in enumerate(requirements.functional):
        if not requirement.operations:
            place = ("requirements", "functional", number)
            message = f"No operation is said to meet {requirement.id}."
            yield Finding(place, "BD970", message, "Name it in `operations`.")
