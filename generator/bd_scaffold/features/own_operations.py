"""`operations`: what clients can do beside what they can do with every entity."""

from __future__ import annotations

from ..language.design import Design
from .feature import Feature, in_designs


def _wanted(design: Design) -> bool:
    return bool(design.operations)


FEATURE = Feature(
    name="own_operations",
    said="operations: {Order.recount: …}",
    summary="Operations of the design's own, whose bodies the team writes.",
    used_by=in_designs(_wanted),
    wanted=_wanted,
    told=False,
    classes=("ExactRoute", "OperationError", "OperationRule", "OperationService"),
)
