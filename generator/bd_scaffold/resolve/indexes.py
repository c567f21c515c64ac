"""The indexes of an entity's table: those that its design asks for, and those that it implies."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from .. import names
from ..language.expression import fields_of, to_sql
from ..language.row_rules import Index as WrittenIndex
from ..record import replace
from .constraint_names import own_names
from .lists import has_prefixes
from .resolved import ResolvedEntity
from .slots import Slot, dividing, is_encrypted, is_virtual, primary_key_of
from .types import Index, IndexKey, IndexOrigin
from .uniques import (
    Group,
    by_index,
    columns_of,
    named,
    sql_columns,
    unique_groups,
    with_equal_nulls,
)
from .values import LONGEST_INDEXED


def indexes_of(entity: ResolvedEntity) -> Iterator[Index]:
    """Yield the indexes of a table; none is implied that another one or a key serves.

    Where rows are out of scope, only the others are unique.
    """
    table, slots, scope = entity.names.table, entity.slots, entity.scope
    unique = unique_groups(entity.written, slots)
    served = [primary_key_of(slots), *unique]
    implied = _relations(slots, entity.in_part)
    listed = "list" in entity.written.operations
    apart = dividing(slots)
    implied += [
        (*apart, slot.column)
        for slot in slots
        if _is_looked_up(slot) and (listed or slot.added is None)
    ]
    implied += [apart] if apart else []
    ordered = _by_order(entity) if listed else None
    implied += [ordered.columns] if ordered and not ordered.keys else []
    declared = declared_indexes(entity)
    whole = [each for each in declared if not each.where and each.is_of_columns]
    equal = with_equal_nulls(entity)
    if scope or equal:
        own = own_names(entity)
        for columns in by_index(entity):
            made = _unique(table, columns, scope, own)
            yield _with_equal_nulls(made, slots) if columns in equal else made
    for each in declared:
        others = [other.columns for other in whole if other is not each]
        alone = each.columns in implied and _is_plain(each)
        unasked = alone and not _is_served(each.columns, [*served, *others])
        yield replace(each, origin="lookup") if unasked else each
    served += [each.columns for each in whole]
    asked = [(*apart, slot.column) for slot in slots if _is_asked_for(slot)]
    for columns in _in_order(slots, [*implied, *asked]):
        if not _is_served(columns, served):
            served.append(columns)
            name = named("ix", table, *columns)
            origin: IndexOrigin = "lookup" if columns in implied else "declared"
            yield Index(name, columns, unique=False, origin=origin)
    if ordered and ordered.keys:
        yield ordered
    if listed:
        yield from _by_prefix(table, slots, declared)
        yield from _of_words(entity)


def declared_indexes(entity: ResolvedEntity) -> list[Index]:
    """Return the indexes that the design asks for, in its order."""
    table, slots = entity.names.table, entity.slots
    return [*_apart(_declared(table, each, slots) for each in entity.written.indexes)]


def is_unique_in_part(index: Index) -> bool:
    """True where some rows are held to be unique, or all by what a function makes of them."""
    some = bool(index.where) and index.origin == "declared"
    return index.unique and (some or not index.is_of_columns)


def lookup(table: str, columns: Group) -> Index:
    """Return an index by which rows are found that have values in some columns."""
    return Index(named("ix", table, *columns), columns, unique=False, origin="lookup")


def _relations(slots: Sequence[Slot], in_part: Container[str]) -> list[Group]:
    """Return the columns of each relation that is to have an index."""
    found: dict[str, Group] = {}
    for slot in slots:
        if slot.references and not (slot.source and slot.source.unindexed):
            first = dividing(slots) if slot.references in in_part else ()
            found[slot.field_name] = (*found.get(slot.field_name, first), slot.column)
    return list(found.values())


def _is_looked_up(slot: Slot) -> bool:
    """True where requests look for values, and an index helps to find them."""
    if slot.references or slot.schema.many or is_virtual(slot) or is_encrypted(slot):
        return False
    if slot.added and slot.added.looked_up:
        return True
    if _is_looked_up_by_prefix(slot) and not slot.sort:
        return False  # the index of its prefixes finds what is equal, too
    selective = slot.schema.type not in ("boolean", "enum", "text")
    fits = (slot.schema.max_length or 0) <= LONGEST_INDEXED
    return selective and fits and (slot.filter or slot.sort)


def _by_order(entity: ResolvedEntity) -> Index | None:
    """Return an index in the order of lists; one of columns alone is read either way."""
    order = entity.order
    if not order or not all(map(_fits, (each.slot for each in order))):
        return None
    table, apart = entity.names.table, dividing(entity.slots)
    columns = (*apart, *(each.slot.column for each in order))
    plain = Index(named("ix", table, *columns), columns, unique=False, origin="lookup")
    ways = {each.descending for each in order}
    if len(ways) == 1 and not any(each.nulls_last for each in order):
        return plain
    keys = [IndexKey(names.quote_sql(each), each) for each in apart]
    keys += [
        IndexKey(
            names.quote_sql(each.slot.column),
            each.slot.column,
            descending=each.descending,
            nulls="LAST" if each.nulls_last else "",
        )
        for each in order
    ]
    name = named("ix", table, *columns, "order")
    return replace(plain, name=name, keys=tuple(keys))


def _fits(slot: Slot) -> bool:
    """True for a column that an index can hold, and that has an order."""
    if slot.references or slot.schema.many or is_virtual(slot) or is_encrypted(slot):
        return False
    endless = slot.schema.type == "text" and slot.schema.max_length is None
    return not endless and (slot.schema.max_length or 0) <= LONGEST_INDEXED


def _by_prefix(
    table: str, slots: Sequence[Slot], declared: Sequence[Index]
) -> Iterator[Index]:
    """Yield what finds texts by their start: PostgreSQL's usual order of texts serves no LIKE."""
    known = {each.columns for each in declared if any(k.operators for k in each.keys)}
    apart = dividing(slots)
    for slot in slots:
        columns = (*apart, slot.column)
        if _is_looked_up_by_prefix(slot) and columns not in known:
            keys = [IndexKey(names.quote_sql(each), each) for each in columns]
            keys[-1] = replace(keys[-1], operators="text_pattern_ops")
            name = named("ix", table, *columns, "prefix")
            yield Index(name, columns, unique=False, origin="lookup", keys=tuple(keys))


def _of_words(entity: ResolvedEntity) -> Iterator[Index]:
    """Yield what finds rows by the words in their texts, in the order of the fields."""
    asked = [name for f in entity.features for name in f.worded(entity.usage)]
    by_attribute = {slot.attribute: slot for slot in entity.slots}
    columns = tuple(by_attribute[e].column for e in asked if e in by_attribute)
    if columns:
        name = named("ix", entity.names.table, *columns, "search")
        made = Index(name, columns, unique=False, origin="lookup", method="gin")
        yield replace(made, language=entity.usage.language)


def _is_looked_up_by_prefix(slot: Slot) -> bool:
    if "prefix" not in slot.forms or not has_prefixes(slot) or is_virtual(slot):
        return False
    longest = slot.schema.max_length
    endless = slot.schema.type == "text" and longest is None
    return not endless and (longest or 0) <= LONGEST_INDEXED


def _is_asked_for(slot: Slot) -> bool:
    asks = slot.source is not None and slot.source.index
    return asks and not slot.references and not slot.schema.many


def _in_order(slots: Sequence[Slot], groups: Sequence[Group]) -> list[Group]:
    """Return groups without repetition, those of relations first, then as columns stand."""
    place = {slot.column: number for number, slot in enumerate(slots)}
    referring = {slot.column for slot in slots if slot.references}
    return sorted(
        dict.fromkeys(groups), key=lambda g: (g[0] not in referring, place[g[0]])
    )


def _is_served(columns: Group, others: Sequence[Group]) -> bool:
    """True where an index or a key begins with the same columns."""
    return any(each[: len(columns)] == columns for each in others)


def _is_plain(index: Index) -> bool:
    more = index.include or index.method or index.keys
    return not (index.unique or index.where or more)


def _unique(table: str, columns: Group, scope: str, own: Mapping[str, str]) -> Index:
    """Return an index that keeps columns unique, among the rows in scope where there is one."""
    usual = named("uq", table, *columns)
    index = Index(usual, columns, unique=True, origin="unique", where=scope)
    return replace(index, name=own[usual], own_name=True) if usual in own else index


def _with_equal_nulls(index: Index, slots: Sequence[Slot]) -> Index:
    """Return a unique index to which one null is like another."""
    nullable = {slot.column for slot in slots if slot.schema.nullable}
    keys = (
        IndexKey(names.quote_sql(each), each, nulls_equal=each in nullable)
        for each in index.columns
    )
    return replace(index, keys=tuple(keys))


def _apart(indexes: Iterable[Index]) -> Iterator[Index]:
    """Yield indexes, those over the same columns under names of their own."""
    taken: set[str] = set()
    for each in indexes:
        found = _apart_from(each, taken)
        taken.add(found.name)
        yield found


def _apart_from(index: Index, taken: Container[str]) -> Index:
    """Return an index under its name, or under one that says what it does as well."""
    if index.own_name or index.name not in taken:
        return index
    import hashlib  # few designs need it, and it loads OpenSSL

    keys = (f"{key.ordered} {key.nulls} {key.operators}" for key in index.keys)
    said = "|".join((index.where, index.method, *index.include, *keys))
    digest = hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()[:8]
    return replace(index, name=names.shorten(f"{index.name}_{digest}"))


def _declared(table: str, written: WrittenIndex, slots: Sequence[Slot]) -> Index:
    sql = sql_columns(slots)
    read = dict.fromkeys(name for key in written.fields for name in key.fields)
    columns = columns_of([*read], slots)
    functions = [key.what for key in written.fields if not key.field]
    apart = dividing(slots) if written.unique else ()
    columns = (*apart, *columns)
    where = written.where if written.where and _is_sound(written, sql) else None
    partial = ("partial",) if written.where and not written.unique else ()
    method = written.method or "btree"
    usual = named(
        "uq" if written.unique else "ix",
        table,
        *(snake for each in functions if (snake := names.snake(each.text))),
        *(columns if not functions else (*apart, *_columns_alone(written, slots))),
        *partial,
    )
    return Index(
        name=written.name or usual,
        columns=columns,
        unique=written.unique,
        origin="declared",
        where=to_sql(where, sql_columns(slots, where)) if where else "",
        include=columns_of(written.include, slots),
        method="" if method == "btree" else method,
        keys=tuple(_keys(written, slots, sql)),
        own_name=written.name is not None,
    )


def _columns_alone(written: WrittenIndex, slots: Sequence[Slot]) -> Group:
    return columns_of([key.field for key in written.fields if key.field], slots)


def _keys(
    written: WrittenIndex, slots: Sequence[Slot], sql: Mapping[str, str]
) -> Iterator[IndexKey]:
    """Yield what an index is ordered by, where that is more than columns."""
    if all(key.is_plain for key in written.fields):
        return
    for column in dividing(slots) if written.unique else ():
        yield IndexKey(sql=names.quote_sql(column), column=column)
    for key in written.fields:
        if not all(each in sql for each in key.fields):
            continue  # a mistake that the rules report
        asked = IndexKey(
            sql=to_sql(key.what, sql),
            descending=key.descending,
            nulls=_NULLS[key.nulls],
            operators=key.operators,
        )
        columns = columns_of((key.field,), slots)
        for column in columns:
            yield replace(asked, sql=names.quote_sql(column), column=column)
        if not columns:
            yield asked


_NULLS: Mapping[str, Literal["", "FIRST", "LAST"]] = {
    "": "",
    "first": "FIRST",
    "last": "LAST",
}


def _is_sound(written: WrittenIndex, columns: Container[str]) -> bool:
    """True where the condition of an index is about fields that there are."""
    return written.where is not None and all(
        each in columns for each in fields_of(written.where)
    )
