"""What tables and columns are called, where a design says so beside its own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..model.types import Column, Entity, Link
from ..record import Record
from .change import Change


class Called(Record, frozen=True):
    """The name of a table or of a column, and whether the design gives it."""

    name: str
    said: bool


def table_of(entity: Entity) -> Called:
    """Return what an entity's table is called."""
    return Called(entity.table, entity.table != names.shorten(entity.plural))


def link_table_of(entity: Entity, link: Link) -> Called:
    """Return what the table of a many-to-many relation is called."""
    usual = names.shorten(f"{entity.singular}_{link.field}")
    return Called(link.table, link.table != usual)


def columns_called(columns: Sequence[Column]) -> tuple[Called, ...]:
    """Return what columns are called."""
    return tuple(Called(each.name, bool(each.key)) for each in columns)


def renamed(
    subject: str, what: str, old: Sequence[Called], new: Sequence[Called]
) -> Iterator[Change]:
    """Yield that something is called otherwise, unless that follows from another name."""
    for one, other in zip(old, new, strict=False):
        if one.name != other.name and (one.said or other.said):
            text = f"{what} renamed from {one.name} to {other.name}"
            yield Change(subject, text, "renamed")
