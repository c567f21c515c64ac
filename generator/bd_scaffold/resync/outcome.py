"""What an update does to a file: a verdict, a content, perhaps a conflict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from ..record import Record
from ..sources import git
from .identifiers import Renamed

LOCK = "uv.lock"


class Verdict(StrEnum):
    """What an update does to a file."""

    SAME = "same"
    NEW = "new"
    CLEAN = "clean"  # nobody had edited it
    MERGED = "merged"
    CONFLICT = "conflict"
    MOVED = "moved"
    REMOVED = "removed"
    KEPT_EDITED = "kept because edited"
    KEPT_DELETED = "left deleted"
    KEPT = "kept where it is"  # something else is where it would go
    RENAMED = "names renamed"


class Sides(Record, frozen=True):
    """The three texts of a conflict, each None where a side has no such file."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class Outcome(Record, frozen=True):
    """One file after the update."""

    path: str
    verdict: Verdict
    content: bytes | None  # None: there is no such file any more
    mode: str = git.PLAIN_MODE
    was: str = ""  # its path before, where it moved
    conflict: Sides | None = None
    renamed: Renamed | None = None  # what was renamed in lines that people wrote
    relock: bool = False  # a lock that was the team's own, so it is resolved anew
    untouched: bool = False  # nothing is written there, whatever it is


def by_verdict(outcomes: Sequence[Outcome]) -> Mapping[Verdict, list[Outcome]]:
    """Return the files of each verdict, those of the same kind together, sorted by path."""
    found: dict[Verdict, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda each: each.path):
        found.setdefault(outcome.verdict, []).append(outcome)
    return found
