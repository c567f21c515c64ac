"""What is unique of an entity's rows, by the names of slots, as seeds have to keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ...record import Record
from ...resolve.computed import made_of
from ...resolve.slots import Slot, dividing, is_computed
from ...resolve.types import Index
from ...resolve.uniques import shown
from ..parts import EntityParts

_WORD = re.compile(r'"([^"]+)"|([A-Za-z_][A-Za-z_0-9]*)')


class Group(Record, frozen=True):
    """Slots of which no two rows have the same values."""

    slots: tuple[str, ...]  # by name, in order, without what divides rows
    nulls_equal: bool = False  # one null is like another


def groups_of(parts: EntityParts) -> tuple[Group, ...]:
    """Return what is unique of an entity's rows, without what another group holds already."""
    found = dict.fromkeys(_groups(parts))
    whole = [frozenset(each.slots) for each in found]
    return tuple(
        each
        for each in found
        if each.slots and not any(other < frozenset(each.slots) for other in whole)
    )


def _groups(parts: EntityParts) -> Iterator[Group]:
    slots = parts.slots
    named = partial(_named, slots)
    for each in parts.table.constraints:
        if each.kind in ("primary_key", "unique") and not each.divides:
            yield Group(named(each.columns))
    for index in parts.table.indexes:
        if index.unique:
            yield Group(named([*_columns(index, slots)]), index.nulls_not_distinct)


def _columns(index: Index, slots: Sequence[Slot]) -> Iterator[str]:
    """Yield the columns that an index is about, those inside of expressions among them."""
    known = {slot.column for slot in slots}
    said = index.columns if index.is_of_columns else [k.sql for k in index.keys]
    for each in said:
        if each in known:
            yield each
            continue
        words = {one or other for one, other in _WORD.findall(each)}
        yield from sorted(known & words)


def _named(slots: Sequence[Slot], columns: Sequence[str]) -> tuple[str, ...]:
    """Return the slots of columns: of a computed one, those that it is read from."""
    apart = dividing(slots)
    own = [each for each in columns if each not in apart]
    names = tuple(slot.name for slot in shown(own, slots))
    if any(map(is_computed, slots)):
        names = made_of(names, slots)
    return tuple(dict.fromkeys(names))
