"""A mistake of meaning, at the part of the design that it is about."""

from __future__ import annotations

from ..record import Record
from .tree import Path


class Finding(Record, frozen=True):
    """One mistake of meaning, at a path of the design."""

    path: Path
    code: str
    message: str
    hint: str = ""
    subject: Path = ()  # what the message calls it, where that is not the path
