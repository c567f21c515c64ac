"""What paths, tables and columns are called, where a design says so beside its own names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..model.types import Column, Entity, Link
from ..record import Record
from ..resolve.naming import usual_path, usual_plural
from .change import BREAKING, SAFE, Change, Effect


class Called(Record, frozen=True):
    """The name of a path, a table or a column, and whether the design gives it."""

    name: str
    said: bool


def _table(entity: Entity) -> Called:
    return Called(entity.table, entity.table != names.shorten(entity.plural))


def _plural(entity: Entity) -> Called:
    return Called(entity.plural, entity.plural != usual_plural(entity.name))


def _path(entity: Entity) -> Called:
    return Called(entity.path, entity.path != usual_path(entity.plural))


def link_table_of(entity: Entity, link: Link) -> Called:
    """Return what the table of a many-to-many relation is called."""
    usual = names.shorten(f"{entity.singular}_{link.field}")
    return Called(link.table, link.table != usual)


def of_entity(old: Entity, new: Entity) -> Iterator[Change]:
    """Yield what an entity is called otherwise because the design says so, or no longer does."""
    cost = SAFE if old.path == new.path else BREAKING
    for what, of, effects in (
        ("plural", _plural, cost),
        ("path", _path, cost),
        ("table", _table, SAFE),
    ):
        yield from renamed(old.name, what, [of(old)], [of(new)], effects)


def columns_called(columns: Sequence[Column]) -> tuple[Called, ...]:
    """Return what columns are called."""
    return tuple(Called(each.name, bool(each.key)) for each in columns)


def renamed(
    subject: str,
    what: str,
    old: Sequence[Called],
    new: Sequence[Called],
    effects: tuple[Effect, ...] = SAFE,
) -> Iterator[Change]:
    """Yield that something is called otherwise, unless that follows from another name."""
    for one, other in zip(old, new, strict=False):
        if one.name != other.name and (one.said or other.said):
            text = f"{what} renamed from {one.name} to {other.name}"
            yield Change(subject, text, "renamed", effects)
