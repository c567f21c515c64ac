"""The rows that a database is filled with: what stands in their way."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield which checks nobody but the database can hold the rows to."""
    if not resolved.design.database.seeds:
        return
    for entity in resolved.entities.values():
        for position, check in enumerate(entity.written.checks):
            if check.rule is None:
                path = ("entities", entity.name, "checks", position)
                module = f"seeds/entities/{entity.names.variable}.py"
                message = (
                    "Seeds know nothing of a check in SQL: it may refuse their rows."
                )
                hint = f"See to it in {module}, which is yours to edit."
                yield Finding(path, "BD973", message, hint)
