"""A table that stays, and what is the same in it before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from ..record import Record
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

    @property
    def name(self) -> str:
        """The table's name from now on."""
        return self.after.name


class Columns(Record, frozen=True):
    kept: tuple[tuple[Column, Column], ...]
    removed: tuple[Column, ...]
    added: tuple[Column, ...]


def columns_of(kept: Kept) -> Columns:
    """Match by name, since what was renamed has its new one already."""
    had = {column.name: column for column in kept.before.columns}
    wanted = {column.name: column for column in kept.after.columns}
    return Columns(
        kept=tuple((had[name], wanted[name]) for name in wanted if name in had),
        removed=tuple(had[name] for name in had if name not in wanted),
        added=tuple(wanted[name] for name in wanted if name not in had),
    )


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


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
