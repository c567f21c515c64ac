"""What lists of very many rows are asked for, and no index finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..record import replace
from .indexes import indexes_of
from .lists import Parameter
from .resolved import Resolved, ResolvedEntity
from .slots import Slot, dividing, is_virtual
from .types import Index, IndexKey, Operator

MANY_ROWS = 1_000_000

_ORDERED: frozenset[Operator] = frozenset({"ge", "le", "gt", "lt"})
_LEFT_OUT = "not_in"
"""What keeps nearly all rows, so that the table is read whatever index there is."""


def unserved(resolved: Resolved, entity: ResolvedEntity) -> Iterator[str]:
    """Yield the filters and orders of an entity's list that read all of a large table."""
    lists = "list" in entity.written.operations
    if entity.volume is None or entity.volume < MANY_ROWS or not lists:
        return
    yield from _filters(entity)
    yield from _sorts(entity)
    yield from _related(resolved, entity)


def _filters(entity: ResolvedEntity) -> Iterator[str]:
    leading = [*_leading(entity)]
    for each in entity.parameters:
        if each.operator != _LEFT_OUT and not _finds(leading, entity, each):
            yield f"?{each.name}"


def _finds(
    leading: Iterable[IndexKey], entity: ResolvedEntity, each: Parameter
) -> bool:
    """Tell whether an index begins with what a parameter is compared with."""
    slot = each.slot
    if each.stand_in:
        slot = next(s for s in entity.slots if s.attribute == each.stand_in)
    for key in leading:
        if key.column != slot.column:
            continue
        if each.operator == "prefix" and not key.operators:
            continue
        if each.operator in _ORDERED and key.operators:
            continue
        return True
    return False


def _related(resolved: Resolved, entity: ResolvedEntity) -> Iterator[str]:
    """Yield what a list is asked for by other rows: their order is in no index of its own."""
    own = {key.column for key in _leading(entity)}
    for each in entity.related:
        if each.word == "sort":
            yield f"?sort={each.slot.name}"
            continue
        target = resolved.entities[each.target]
        large = (target.volume or 0) >= MANY_ROWS
        leads = next(s for s in entity.slots if s.field_name == each.relation)
        leading = [*_leading(target)]
        for asked in each.parameters:
            there = replace(asked, slot=each.there)
            found = not large or _finds(leading, target, there)
            if asked.operator != _LEFT_OUT and not (found and leads.column in own):
                yield f"?{asked.name}"


def _sorts(entity: ResolvedEntity) -> Iterator[str]:
    leading = [*_leading(entity)]
    for slot in entity.slots:
        if slot.sort and not is_virtual(slot):
            for descending in (False, True):
                if not any(
                    _orders(key, slot, descending=descending) for key in leading
                ):
                    yield f"?sort={'-' * descending}{slot.name}"


def _orders(key: IndexKey, slot: Slot, *, descending: bool) -> bool:
    """Tell whether an index that begins with a key is in the order of a column, nulls last."""
    if key.column != slot.column or key.operators:
        return False
    if not slot.schema.nullable:
        return True
    first = key.nulls == "FIRST" if key.nulls else key.descending
    turned = key.descending != descending
    return first == turned


def _leading(entity: ResolvedEntity) -> Iterator[IndexKey]:
    """Yield what the indexes of all rows begin with, behind the columns that divide these."""
    apart = dividing(entity.slots)
    for slot in entity.key[:1]:
        yield IndexKey(slot.column, slot.column)
    for group in entity.written.unique:
        if name := next(iter(group.fields), None):
            yield from (
                IndexKey(each.column, each.column)
                for each in entity.slots
                if each.field_name == name
            )
    yield from (
        IndexKey(each.column, each.column)
        for each in entity.slots
        if each.source is not None and each.source.unique
    )
    for index in indexes_of(entity):
        if index.method in ("", "btree") and _is_whole(index, entity):
            keys = index.keys or tuple(IndexKey(c, c) for c in index.columns)
            rest = [key for key in keys if key.column not in apart]
            yield from rest[:1]


def _is_whole(index: Index, entity: ResolvedEntity) -> bool:
    """True for an index of all rows that lists show."""
    return not index.where or index.where == entity.scope
