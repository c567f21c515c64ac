"""What a design says of jobs, then and now."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Job, Model
from ..record import replace
from .change import SAFE, Change, effects
from .custom import fields_given
from .lists import given_or_not, reordered, replaced, reworded
from .renames import DeclaredRenames

_LOST = effects(loses_data=True)
_REMOVED = "removed; what is queued of it is not done"
_WORDS = ("attempts", "priority", "queue")
_TIMES = ("backoff", "timeout", "deadline")


def jobs(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in the jobs of a design."""
    found = matching.jobs(old, new)
    for older, newer in found.kept:
        yield from _job(older, newer, renames)
    for each in found.added:
        yield Change(f"jobs.{each.name}", "added", "added")
    for each in found.removed:
        # Without any job the table goes, which is asked for as a whole.
        allow = f"drop:jobs.{each.name}" if new.jobs else ""
        yield Change(f"jobs.{each.name}", _REMOVED, "removed", _LOST, allow)
    then = old.jobs.listed if old.jobs else ()
    yield from reordered("jobs", "they stand", then, found)


def _job(old: Job, new: Job, renames: DeclaredRenames) -> Iterator[Change]:
    subject = f"jobs.{old.name}"
    if old.name != new.name:
        yield Change(subject, f"renamed to {new.name}", "renamed")
    for word in _WORDS:
        yield from replaced(subject, word, getattr(old, word), getattr(new, word))
    for word in _TIMES:
        then, now = (
            f"{getattr(each, word)}s" * bool(getattr(each, word)) for each in (old, new)
        )
        yield from given_or_not(subject, word, then, now)
    then, now = (str(each.concurrency or "") for each in (old, new))
    yield from given_or_not(subject, "concurrency", then, now)
    for word in ("every", "on"):
        yield from given_or_not(subject, word, getattr(old, word), getattr(new, word))
    if old.every and new.every:
        yield from replaced(subject, "time_zone", old.time_zone, new.time_zone)
    for each in fields_given(
        subject, old.input, new.input, renames, needed=_LOST, gone=SAFE
    ):
        # What is queued already does not have it, and fails.
        lost = each.effects == _LOST
        yield replace(each, allow=f"break:{each.subject}") if lost else each
    yield from reworded(subject, "description", old.description, new.description)
