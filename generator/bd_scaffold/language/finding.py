"""A mistake of meaning, at the part of the design that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from .tree import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake of meaning, at a path of the design."""

    path: Path
    code: str
    message: str
    hint: str = ""
    subject: Path = ()  # what the message calls it, where that is not the path
