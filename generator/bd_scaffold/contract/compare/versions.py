"""The version that a changed contract asks for, by semantic versioning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ...names import counted
from .findings import Finding

Version = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Bump:
    """The version that a changed contract asks for, and the one that the design gives it."""

    current: str
    version: str
    reason: str
    design: str = ""  # what the changed design says; empty where nobody asked

    def __str__(self) -> str:
        said = self.design or self.current
        if said == self.version:
            return f"{self.current} → {said}: {self.reason}"
        way_out = f"write `version: {self.version}` in design.yaml"
        if said == self.current:
            return f"{said} stays until you {way_out}: {self.reason}"
        if _parts(said) > _parts(self.version):
            return (
                f"{self.current} → {said}, where {self.version} is enough: "
                f"{self.reason}"
            )
        return (
            f"{self.current} → {said}, which is too low for a contract with "
            f"{self.reason}; {way_out}"
        )

    def to_json(self) -> dict[str, str]:
        """Return the bump as a flat JSON object."""
        return asdict(self)


def next_version(current: str, findings: Iterable[Finding], design: str = "") -> Bump:
    """Return the version that follows `current` when the contract changes like that.

    `design` is the version that the changed design says.

    From 1.0.0 on, what breaks clients asks for a major version and what only adds to the
    contract for a minor one. Before, the minor version has the major's part.
    """
    broken = [each.breaking for each in findings]
    major, minor, patch = _parts(current)
    if not broken:
        return Bump(current, current, "the contract is the same", design)
    if any(broken):
        version = (major + 1, 0, 0) if major else (0, minor + 1, 0)
        why = f"{counted(sum(broken), 'change')} {'break' if sum(broken) > 1 else 'breaks'} clients"
    else:
        version = (major, minor + 1, 0) if major else (0, minor, patch + 1)
        why = f"{counted(len(broken), 'change')}, and no client breaks"
    if not major:
        why += "; before 1.0.0 the minor version stands for the major one"
    return Bump(current, ".".join(map(str, version)), why, design)


def _parts(version: str) -> Version:
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch
