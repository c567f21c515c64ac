"""A table that stays, and what is the same in it before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from ..record import Record, replace
from .expressions import names_in
from .operations import Values
from .schema import Column, Table


class Kept(Record, frozen=True):
    """A table that both models have: as it is after the renames, and as it should be."""

    before: Table
    after: Table
    values: Mapping[str, Values]  # renamed, by enum
    referring: Mapping[str, str] = (
        {}
    )  # columns that refer to an enum's values: its name
    retyped: frozenset[str] = frozenset()  # columns that are of another type under way

    @property
    def name(self) -> str:
        """The table's name from now on."""
        return self.after.name

    @property
    def remade(self) -> frozenset[str]:
        """The columns that are dropped and made again, since one of the two is computed.

        No engine changes how a column is computed, nor the type of what one is computed from.
        """
        had = {column.name: column for column in self.before.columns}
        both = [(had[o.name], o) for o in self.after.columns if o.name in had]
        if not any(one.computed or other.computed for one, other in both):
            return frozenset()
        retyped = {other.name for one, other in both if one.type != other.type}
        retyped |= self.retyped
        return frozenset(
            other.name
            for one, other in both
            if not one.is_made_like(other)
            or (other.computed is not None and retyped & {*other.computed.reads})
        )


class Columns(Record, frozen=True):
    kept: tuple[tuple[Column, Column], ...]
    removed: tuple[Column, ...]
    added: tuple[Column, ...]


def columns_of(kept: Kept) -> Columns:
    """Match by name, since what was renamed has its new one already."""
    had = {column.name: column for column in kept.before.columns}
    wanted = {column.name: column for column in kept.after.columns}
    same = (had.keys() & wanted.keys()) - kept.remade
    return Columns(
        kept=tuple((had[name], wanted[name]) for name in wanted if name in same),
        removed=tuple(had[name] for name in had if name not in same),
        added=tuple(wanted[name] for name in wanted if name not in same),
    )


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _OfColumns(_Named, Protocol):
    @property
    def columns(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=_Named)
OfColumnsT = TypeVar("OfColumnsT", bound=_OfColumns)


class Changes(Record, Generic[T], frozen=True):
    removed: tuple[T, ...]
    renamed: tuple[tuple[T, T], ...]
    added: tuple[T, ...]


def changes_of(
    before: Iterable[T], after: Iterable[T], says: Callable[[T], object]
) -> Changes[T]:
    """Match by what each says; a name that is another's on either side can't be taken."""
    left = {each.name: each for each in before}
    wanted = []
    for each in after:
        if each.name in left and says(left[each.name]) == says(each):
            del left[each.name]
        else:
            wanted.append(each)
    taken = {each.name for each in wanted} & left.keys()
    renamed: list[tuple[T, T]] = []
    added: list[T] = []
    for each in wanted:
        same = [one for one in left.values() if says(one) == says(each)]
        if same and taken.isdisjoint((same[0].name, each.name)):
            renamed.append((left.pop(same[0].name), each))
        else:
            added.append(each)
    return Changes(tuple(left.values()), tuple(renamed), tuple(added))


def changes_beside(
    remade: Collection[str],
    before: Iterable[OfColumnsT],
    after: Iterable[OfColumnsT],
    says: Callable[[OfColumnsT], object],
) -> Changes[OfColumnsT]:
    """Match as `changes_of` does, where whatever is about `remade` columns goes with them."""
    if not remade:
        return changes_of(before, after, says)
    before, after = [*before], [*after]
    gone = [each for each in before if _is_about(each, remade)]
    come = [each for each in after if _is_about(each, remade)]
    changes = changes_of(
        [each for each in before if each not in gone],
        [each for each in after if each not in come],
        says,
    )
    return replace(
        changes, removed=(*gone, *changes.removed), added=(*changes.added, *come)
    )


def _is_about(each: _OfColumns, columns: Collection[str]) -> bool:
    names = (*each.columns, *getattr(each, "include", ()))
    asked = names_in(getattr(each, "where", ""))
    return any(name in columns for name in (*names, *asked))
