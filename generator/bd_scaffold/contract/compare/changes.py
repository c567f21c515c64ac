"""All that a changed design means for its clients, to be printed or read by a tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .findings import Finding, breaking
from .versions import Bump


@dataclass(frozen=True, slots=True)
class Changes:
    """The findings, and the version that they ask for."""

    findings: tuple[Finding, ...]
    bump: Bump

    @property
    def allowances(self) -> tuple[str, ...]:
        """What a user has to allow: `break:Product.stock`, each once and in order."""
        return tuple(dict.fromkeys(each.allowance for each in breaking(self.findings)))

    def lines(self) -> Iterator[str]:
        """Yield the lines of a report: what breaks clients first, then what does not."""
        for broken, group in groupby(self.findings, key=lambda each: each.breaking):
            yield "Breaks clients:" if broken else "Breaks no client:"
            for each in group:
                yield f"  {each}{_operations(each)}"

    def to_json(self) -> dict[str, Any]:
        """Return the same as a JSON object."""
        return {
            "findings": [each.to_json() for each in self.findings],
            "version": self.bump.to_json(),
        }


def _operations(finding: Finding) -> str:
    """Return in how many operations it is, where the message does not name the one."""
    number = len(finding.operations)
    if not number or finding.operations[0] in finding.message:
        return ""
    return f" ({number} operation{'s' if number > 1 else ''})"
