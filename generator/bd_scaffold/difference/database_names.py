"""What paths, tables and columns are called, where a design says so beside its own names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import names
from ..model.types import Column, Constraint, Entity, Index, Link, Table
from ..record import Record
from ..resolve.naming import usual_path, usual_plural
from .change import BREAKING, SAFE, Change, Effect
from .lists import listed


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


def constraints(
    subject: str, old: Table, new: Table, columns: Mapping[str, str]
) -> Iterator[Change]:
    """Yield which constraints are called otherwise, by the columns' names of today.

    Of checks that a design states, what they state is compared with their names.
    """
    then = {_about(each, columns): each for each in old.constraints}
    for each in new.constraints:
        older = then.get(_about(each, {}))
        if older is not None and each.origin != "declared" and each.kind != "exclude":
            what = f"{each.kind.replace('_', ' ')} on {listed(each.columns)}"
            yield from renamed(subject, what, [_called(older)], [_called(each)])


def of_index(subject: str, what: str, old: Index, new: Index) -> Iterator[Change]:
    """Yield that an index is called otherwise."""
    yield from renamed(subject, what, [_called(old)], [_called(new)])


def of_constraint(
    subject: str, what: str, old: Constraint, new: Constraint
) -> Iterator[Change]:
    """Yield that a constraint is called otherwise."""
    yield from renamed(subject, what, [_called(old)], [_called(new)])


def _called(each: Constraint | Index) -> Called:
    return Called(each.name, each.own_name)


def _about(each: Constraint, columns: Mapping[str, str]) -> tuple[object, ...]:
    return (each.kind, each.origin, tuple(columns.get(c, c) for c in each.columns))


def columns_called(columns: Sequence[Column]) -> tuple[Called, ...]:
    """Return what columns are called."""
    return tuple(Called(each.name, bool(each.key)) for each in columns)


def constraints_called(table: Table) -> tuple[Called, ...]:
    """Return what the constraints of a table are called."""
    return tuple(map(_called, table.constraints))


def indexes_called(table: Table) -> tuple[Called, ...]:
    """Return what the indexes of a table are called."""
    return tuple(map(_called, table.indexes))


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
