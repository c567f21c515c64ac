"""What a capability brings to the tests that every capability takes part in.

`tests/features/<name>/__init__.py` holds one record of it, as `CAPABILITY`; its mistakes
and expected texts are files beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Edit = tuple[str, str]
"""What stands in the design, and what stands there afterwards."""

Steps = Mapping[tuple[str, str], Sequence[Edit]]
"""Edits of the lab's design, by the name of the change there and of the one back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the strategies may write of a capability."""

    traits: Sequence[str] = ()
    words: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Values of an entity's keyword: {"pagination": ["page", "cursor"]}."""
    modifiers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Types of fields that take a modifier: {"search": ["string", "text"]}."""
    relations: Sequence[str] = ()
    """Forms of a relation: ["{}[]"]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """A capability, as the tests of all know it."""

    folder: Path
    steps: Steps = field(default_factory=dict)
    """The first one switches the capability on."""
    later: Steps = field(default_factory=dict)
    """Edits of the design that the first of the steps leads to, there and back."""
    destructive: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The names of what is lost, or may not fit, by step."""
    unfit: Mapping[str, str] = field(default_factory=dict)
    """What stops a migration at rows that do not fit, by step."""
    one_step: Mapping[str, str] = field(default_factory=dict)
    """How the refusal begins where old and new code can't run together, by step."""
    conflicts: Mapping[str, Mapping[str, set[str]]] = field(default_factory=dict)
    """The files in conflict, by edit and step of the table of updates."""
    drawn: Drawn = field(default_factory=Drawn)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def mistakes(self) -> list[Path]:
        """Designs that are told off, each with the text of what is told beside it."""
        return sorted((self.folder / "mistakes").glob("*.yaml"))

    @property
    def revisions(self) -> Path:
        """The folder of migrations that are read whole, each named after its step."""
        return self.folder / "expected" / "revisions"

    @property
    def words(self) -> Path:
        """The file of what is told of each step."""
        return self.folder / "expected" / "words.txt"
