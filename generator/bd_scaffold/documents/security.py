"""The security page: who signs in, who may do what, what protects the data and what doesn't."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Model, OpenCall, SecurityPage
from .api import operations_of
from .section import Section, Told

_NO = "no"


def _nothing(told: Told) -> str:
    if told.model.security:
        return ""
    return (
        "Nobody signs in: every operation is public. `security` in `design.yaml` declares "
        "authentication and access rules."
    )


def _facts(told: Told) -> SecurityPage:
    return SecurityPage(
        open_calls=tuple(_open_calls(told.model)),
        operations=sum(1 for _ in operations_of(told.model)),
    )


def _open_calls(model: Model) -> Iterator[OpenCall]:
    """Yield what the first of the callers may do, who has not signed in."""
    for table in model.security.access if model.security else ():
        for line in table.lines:
            if line.cells[0] != _NO:
                yield OpenCall(table.entity, line.operations, line.rule)


SECTION = Section(
    name="security",
    title="Security Implementation",
    file="security-implementation.md",
    summary="Authentication, authorization, request controls, data protection and known gaps.",
    nothing=_nothing,
    stands=True,
    facts=_facts,
)
