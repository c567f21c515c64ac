"""What a design says of its enums."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Model
from ..resolve.enums import own_enum_name
from ..resolve.types import Enum
from .change import BREAKING, STRICTER, Change
from .lists import reordered, reworded


def enums(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the enums and their values.

    An enum that is named after the one field that has it comes, goes and is renamed with
    that field, which says so itself.
    """
    matched = matching.enums(old, new)
    before, after = _of_one_field(old), _of_one_field(new)
    for older, newer in matched.kept:
        own = older.name in before and newer.name in after
        if older.name != newer.name and not own:
            yield Change(older.name, f"renamed to {newer.name}", "renamed")
        words = older.description, newer.description
        yield from reworded(older.name, "description", *words)
        yield from _stored(older, newer)
        if older.ordered != newer.ordered:
            order = "in the order of its values" if newer.ordered else "by its texts"
            yield Change(older.name, f"sorted {order}", "changed")
        yield from _values(older, newer)
    for each in matched.added:
        if each.name not in after:
            yield Change(each.name, "added", "added")
    for each in matched.removed:
        if each.name not in before:
            yield Change(each.name, "removed", "removed")
    yield from reordered("enums", "they stand", old.enums, matched)


def _stored(old: Enum, new: Enum) -> Iterator[Change]:
    if old.native and new.native:
        if old.native != new.native:
            text = f"type {old.native} renamed to {new.native} in PostgreSQL"
            yield Change(old.name, text, "renamed")
    elif old.native:
        yield Change(old.name, "stored as text in PostgreSQL", "changed")
    elif new.native:
        text = f"stored as the type {new.native} in PostgreSQL"
        yield Change(old.name, text, "changed")


def _of_one_field(model: Model) -> set[str]:
    """Return the enums that one field has, and that are called as its own would be."""
    users: dict[str, set[str]] = {}
    for entity in model.entities:
        for each in entity.properties:
            if each.schema.enum and not each.references:
                own = own_enum_name(entity.name, each.name)
                users.setdefault(each.schema.enum, set()).add(own)
    return {enum for enum, names in users.items() if names == {enum}}


def _values(old: Enum, new: Enum) -> Iterator[Change]:
    values = matching.members(old, new)
    for older, newer in values.kept:
        if older.value != newer.value:
            text = f"value {older.value} renamed to {newer.value}"
            yield Change(old.name, text, "renamed", BREAKING)
        words = older.description, newer.description
        yield from reworded(f"{old.name}.{older.value}", "description", *words)
    for each in values.added:
        yield Change(old.name, f"value {each.value} added", "added")
    for each in values.removed:
        yield Change(old.name, f"value {each.value} removed", "removed", STRICTER)
    yield from reordered(old.name, "values", old.members, values)
