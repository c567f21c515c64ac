"""Roles that have another name now, in the rows that say who has them."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Model
from .operations import RenameValues

ROLE = "role"
"""The column of a capability's own table that says a role."""


def renamed_roles(old: Model, new: Model) -> Iterator[RenameValues]:
    """Yield what gives whoever had a role the same one by its name of today."""
    if old.security is None or new.security is None:
        return
    kept = matching.matched(
        old.security.roles, new.security.roles, lambda each: each.name
    ).kept
    names = tuple((a.name, b.name) for a, b in kept if a.name != b.name)
    if not names:
        return
    for name, table in new.tables.items():
        own = not (table.entity or table.copies) and name in old.tables
        if own and any(each.name == ROLE for each in table.columns):
            yield RenameValues(name, ROLE, "roles", names)
