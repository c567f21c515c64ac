"""All that a changed design means for its clients."""

from __future__ import annotations

from ...record import Record
from .findings import Finding
from .versions import Bump


class Changes(Record, frozen=True):
    """The findings, and the version that they ask for."""

    findings: tuple[Finding, ...]
    bump: Bump
