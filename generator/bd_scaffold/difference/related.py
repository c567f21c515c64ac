"""By which values of other rows a list is asked for, then and now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..model.types import Entity
from ..names import safe_attribute
from ..record import Record
from .change import BREAKING, SAFE, Change
from .lists import listed
from .renames import DeclaredRenames

Paths = Mapping[str, tuple[str, ...]]
"""What each parameter, or name of an order, is about."""


class _Renamed(Record, frozen=True):
    """What paths to values of other rows are called today."""

    relations: Mapping[str, str]
    columns: Collection[tuple[str, str]]  # of any entity: what is not renamed stays

    def are_one(self, then: Sequence[str], now: Sequence[str]) -> bool:
        """Tell whether two paths lead to the same value, in the same way."""
        (relation, column, *rest), (leads, ends, *way) = then, now
        same = column == ends or (column, ends) in self.columns
        return same and self.relations.get(relation, relation) == leads and rest == way


def related(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield the filters and orders by other rows that came, went or mean something else."""
    own = renames.fields.get(new.name, {})
    renamed = _Renamed(
        {safe_attribute(then): safe_attribute(now) for then, now in own.items()},
        {each for columns in renames.columns.values() for each in columns.items()},
    )
    filters = [_filters(each) for each in (old, new)]
    sorts = [_sorts(each) for each in (old, new)]
    for word, (then, now) in (("filter", filters), ("sort", sorts)):
        yield from _differing(old.name, word, then, now, renamed)


def _filters(entity: Entity) -> Paths:
    return {
        each.name: (each.relation, each.column, each.operator)
        for each in entity.related_filters
    }


def _sorts(entity: Entity) -> Paths:
    return {each.name: (each.relation, each.attribute) for each in entity.related_sorts}


def _differing(
    entity: str, word: str, then: Paths, now: Paths, renamed: _Renamed
) -> Iterator[Change]:
    added = [name for name in now if name not in then]
    removed = [name for name in then if name not in now]
    for before in [*removed]:
        again = (name for name in added if renamed.are_one(then[before], now[name]))
        if after := next(again, ""):
            removed.remove(before)
            added.remove(after)
            text = f"{word} {before} renamed to {after}"
            yield Change(entity, text, "renamed", BREAKING)
    kept = [name for name in now if then.get(name, now[name]) != now[name]]
    repeated = [name for name in kept if _is_several(then[name], now[name])]
    others = [name for name in kept if name not in repeated]
    if added:
        yield Change(entity, f"{word} {listed(added)} added", "changed", SAFE)
    if removed:
        text = f"{word} {listed(removed)} removed"
        yield Change(entity, text, "changed", BREAKING)
    if repeated:
        text = f"{word} {listed(repeated)} takes several values"
        yield Change(entity, text, "changed", SAFE)
    if others:
        yield Change(entity, f"{word} {listed(others)} changed", "changed", BREAKING)


def _is_several(then: Sequence[str], now: Sequence[str]) -> bool:
    """True for a parameter that may be said several times now, and is the same otherwise."""
    return then[:-1] == now[:-1] and (then[-1], now[-1]) == ("eq", "in")
