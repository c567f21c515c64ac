"""By which values of other rows a list is asked for, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.types import Entity
from .change import BREAKING, SAFE, Change
from .lists import listed

Paths = Mapping[str, tuple[str, ...]]
"""What each parameter, or name of an order, is about."""


def related(old: Entity, new: Entity) -> Iterator[Change]:
    """Yield the filters and orders by other rows that came, went or mean something else."""
    filters = [_filters(each) for each in (old, new)]
    sorts = [_sorts(each) for each in (old, new)]
    for word, (then, now) in (("filter", filters), ("sort", sorts)):
        yield from _differing(old.name, word, then, now)


def _filters(entity: Entity) -> Paths:
    return {
        each.name: (each.relation, each.column, each.operator)
        for each in entity.related_filters
    }


def _sorts(entity: Entity) -> Paths:
    return {each.name: (each.relation, each.attribute) for each in entity.related_sorts}


def _differing(entity: str, word: str, then: Paths, now: Paths) -> Iterator[Change]:
    added = [name for name in now if name not in then]
    removed = [name for name in then if name not in now]
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
