"""Entities that operations of the design's own answer."""

from __future__ import annotations

from ...features.routes import Views
from ...record import Record


class Shown(Record, frozen=True):
    """An entity that an operation answers, as its slice shows it."""

    name: str
    class_name: str
    handle: str
    variable: str
    package: str
    views: Views | None = None  # how its answers differ by who asks
    is_completed: bool = False  # what is shown of it stands in other tables, too
