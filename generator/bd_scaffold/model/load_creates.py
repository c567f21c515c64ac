"""New rows of a load test: copies of rows that a list shows, with new values where one is needed.

A copy keeps what the design asks of the values of a row, and refers to rows that are there. What
no two rows may share is made anew; where that can't be done, no row is created.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..resolve.types import Schema
from ..resolve.values import INTEGER_BOUNDS
from .shapes import fits
from .types import Column, Entity, Property, Table

_LONG_ENOUGH, _LONGEST = 8, 24
"""Letters of a text that is new for sure, and of one that has room."""

_LETTERS = {
    "text": "abcdefghijklmnopqrstuvwxyz0123456789",
    "TEXT": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "digits": "0123456789",
}
"""Of which letters a new text is made; `load/fresh.py` makes them of the same."""

_WIDE = 10**6
"""So many numbers are enough for a new one."""

_MADE = frozenset({"uuid7", "code", "next"})
"""What the service fills with a value that no other row has."""

_AS_LONG = {"email": "email", "url": "url", "uuid": "uuid"}


class Copied(NamedTuple):
    """What the body of a new row has."""

    fields: tuple[str, ...]  # members that are as in the row that is copied
    fresh: dict[str, str]  # members that are made anew, and how: "text 20"


def copied(entity: Entity, table: Table) -> Copied | None:
    """Return what makes a copy of a row valid; nothing where a copy never is."""
    if any(each.kind == "exclude" for each in table.constraints):
        return None
    columns = {each.attribute: each for each in table.columns}
    inside = {each.name for each in entity.owned}
    given = {
        each.attribute: each
        for each in entity.properties
        if each.in_create and each.name not in inside
    }
    shown = {a: e for a, e in given.items() if _is_shown(e)}
    fresh = {
        attribute: form
        for attribute, each in given.items()
        if each.required and attribute not in shown
        for form in [_form(each)]
    }
    left: set[str] = set()
    for group in _groups(table):
        made = _made_in(group, columns, given, fresh, left, table)
        if made is None:
            return None
        fresh |= made
    kept = {
        attribute: each.part.name if each.part else each.name
        for attribute, each in shown.items()
        if attribute not in fresh and attribute not in left
    }
    needed = {a for a, each in given.items() if each.required}
    if None in fresh.values() or needed - {*kept, *fresh}:
        return None
    if _is_checked(table, {*kept}, {*fresh}):
        return None
    return Copied(
        tuple(dict.fromkeys(kept.values())),
        {given[a].name: form for a, form in fresh.items() if form},
    )


def _is_shown(each: Property) -> bool:
    return each.in_read and each.in_list and not each.is_ruled


def _groups(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the columns that are unique together, however that is said."""
    for each in table.constraints:
        if each.kind in ("primary_key", "unique"):
            yield each.columns
    for index in table.indexes:
        if index.unique:
            yield index.columns


def _made_in(
    group: Iterable[str],
    columns: Mapping[str, Column],
    given: Mapping[str, Property],
    fresh: Mapping[str, str | None],
    left: set[str],
    table: Table,
) -> dict[str, str | None] | None:
    """Return what of a group is made anew, and add what is left out; nothing without a way."""
    by_name = {each.name: each for each in table.columns}
    attributes = [a for name in group for a in _behind(by_name[name], by_name)]
    if any(a in fresh or _is_made(columns[a], given) for a in attributes):
        return {}
    for attribute in attributes:
        each = given.get(attribute)
        if each is not None and (form := _form(each)):
            return {attribute: form}
    for attribute in attributes:
        each = given.get(attribute)
        if each is not None and _may_be_left_out(each):
            left.add(attribute)
            return {}
    return None


def _may_be_left_out(each: Property) -> bool:
    return each.schema.nullable and each.default is None and each.part is None


def _behind(column: Column, by_name: Mapping[str, Column]) -> Iterator[str]:
    """Yield the attributes that a column's value is made of."""
    if column.hashes:
        yield by_name[column.hashes].attribute
    elif column.computed is not None:
        yield from (by_name[e].attribute for e in column.computed.reads)
    else:
        yield column.attribute


def _is_made(column: Column, given: Mapping[str, Property]) -> bool:
    if column.attribute in given:
        return False
    return column.numbered or (
        column.default is not None and column.default.kind in _MADE
    )


def _form(each: Property) -> str | None:
    """Return how a value is made that no other row has; nothing where none is sure to be valid."""
    schema = each.schema
    if each.references or each.part or schema.many or schema.enum:
        return None
    if schema.type in ("string", "text"):
        return _text(schema)
    longest = schema.max_length
    if schema.type in _AS_LONG and (longest is None or longest >= 2 * _LONGEST):
        return _AS_LONG[schema.type]
    if schema.type in INTEGER_BOUNDS:
        lowest, highest = INTEGER_BOUNDS[schema.type]
        low = lowest if schema.minimum is None else int(schema.minimum)
        high = highest if schema.maximum is None else int(schema.maximum)
        if high - low >= _WIDE:
            return f"number {max(low, -(2**53))} {min(high, 2**53)}"
    return None


def _text(schema: Schema) -> str | None:
    """Return of which letters a text is made, and of how many; every such text has to fit."""
    most = _LONGEST if schema.max_length is None else schema.max_length
    length = max(min(most, _LONGEST), schema.min_length or 0)
    if length < _LONG_ENOUGH:
        return None
    for name, letters in _LETTERS.items():
        turned = (letters[n:] + letters[:n] for n in range(len(letters)))
        if all(fits((each * length)[:length], schema) for each in turned):
            return f"{name} {length}"
    return None


def _is_checked(table: Table, kept: set[str], fresh: set[str]) -> bool:
    """Tell whether a rule is about a new value, or about one that is not copied beside others."""
    own = {each.name: each.attribute for each in table.columns}
    for each in table.constraints:
        if each.kind != "check" or each.origin != "declared":
            continue
        about = {own[name] for name in each.columns if name in own}
        if about & fresh or (about & kept and about - kept):
            return True
    return False
