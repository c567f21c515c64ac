"""All that a changed design means for its clients."""

from __future__ import annotations

from dataclasses import dataclass

from .findings import Finding
from .versions import Bump


@dataclass(frozen=True, slots=True)
class Changes:
    """The findings, and the version that they ask for."""

    findings: tuple[Finding, ...]
    bump: Bump
