"""The comparison as a table of contents, in the order in which a design says things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..features import FEATURES
from ..features.feature import Feature
from ..model.types import Model
from .access import access
from .areas import areas
from .change import Change
from .custom import custom
from .dependencies import dependencies
from .documents import documents
from .entities import entities
from .enums import enums
from .events import events
from .jobs import jobs
from .own_words import words_in_use
from .project import project
from .realtime import realtime
from .renames import renames_of
from .roadmap import roadmap
from .value_types import value_types


def compare(
    old: Model, new: Model, features: Sequence[Feature] = FEATURES
) -> tuple[Change, ...]:
    """Return what a newer model says otherwise, in the design's order; nothing for equal ones."""
    if old == new:
        return ()
    return tuple(_changes(old, new, features))


def _changes(old: Model, new: Model, features: Sequence[Feature]) -> Iterator[Change]:
    renames = renames_of(old, new)
    yield from project(old, new)
    yield from words_in_use(old, new)
    yield from documents(old, new, renames)
    yield from roadmap(old, new)
    yield from enums(old, new)
    yield from value_types(old, new)
    yield from areas(old, new)
    yield from entities(old, new, renames, features)
    yield from custom(old, new, renames)
    yield from events(old, new, renames)
    yield from jobs(old, new, renames)
    yield from realtime(old, new, renames)
    yield from dependencies(old, new)
    yield from access(old, new, renames)
