"""A word of an entity's `traits`, as the capability says it that the word switches on."""

from __future__ import annotations

from ..record import Record


class Trait(Record, frozen=True):
    """One word that may stand among an entity's traits."""

    name: str  # "soft_delete"
    description: str  # what it does, as an end of "`soft_delete` …"
