"""What the transitions of an entity stand for: the field with the state, and what each sets.

A word that leads nowhere leaves nothing here; the rules report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal as Choice

from ..language.default_values import WrongDefault, default_value
from ..language.scalars import ACCOUNT
from ..language.transitions import Setting, Transition
from ..language.tree import Path
from ..record import Record
from .fields import Field
from .resolved import ResolvedEntity
from .slots import Slot, has_default, is_server_set
from .slots import default_value as value_of_default
from .values import json_value

Made = Choice["now", "now_local", "today", "account", "constant"]

MADE: Mapping[str, Made] = {
    "datetime": "now",
    "datetime_local": "now_local",
    "date": "today",
    ACCOUNT: "account",
}
"""What a field gets of which no value is said, by its type."""

CONSTANTS = (
    *("boolean", "smallint", "integer", "bigint", "decimal", "float"),
    *("string", "text", "enum"),
)
"""The types of fields that a transition can give a value, beside null."""


class Set(Record, frozen=True):
    """A field that a transition gives a value."""

    slot: Slot
    made: Made
    value: object = None  # of a constant, as JSON has it


class ResolvedTransition(Record, frozen=True):
    """A change of state, and what its words stand for."""

    name: str
    written: Transition
    place: Path
    state: Slot  # with the state
    sets: tuple[Set, ...]


def transitions_of(entity: ResolvedEntity) -> Iterator[ResolvedTransition]:
    """Yield the transitions of an entity that make sense."""
    for name, written in entity.written.transitions.items():
        fields = states_of(entity, written)
        slot = slot_of(entity, fields[0].name) if len(fields) == 1 else None
        if slot is None:
            continue
        yield ResolvedTransition(
            name=name,
            written=written,
            place=("entities", entity.name, "transitions", name),
            state=slot,
            sets=tuple(_sets(entity, written)),
        )


def states_of(entity: ResolvedEntity, written: Transition) -> list[Field]:
    """Return the fields that may have the state: one, where the transition makes sense.

    It is the one that is said; else the only enum, or the only one with these values.
    """
    found = [
        each
        for each in entity.fields.values()
        if each.kind == "enum" and not each.source.many and each.part is None
    ]
    if written.field is not None:
        return [each for each in found if each.name == written.field]
    if len(found) == 1:
        return found
    values = {*written.from_, written.to}
    return [each for each in found if values.issubset(each.values)]


def slot_of(entity: ResolvedEntity, field: str) -> Slot | None:
    """Return the column of a field."""
    return next((each for each in entity.slots if each.field_name == field), None)


def _sets(entity: ResolvedEntity, written: Transition) -> Iterator[Set]:
    for each in written.sets:
        slot = slot_of(entity, each.field)
        if slot is None or slot.source is None:
            continue
        if not each.constant:
            made = MADE.get(slot.source.type)
            if made is not None:
                yield Set(slot, made)
        elif (value := constant_of(entity.fields[each.field], each)) is not WRONG:
            said = None if value is None else json_value(value, slot.schema)
            yield Set(slot, "constant", said)


WRONG = object()
"""Stands for a constant that isn't one of its field's type."""


def constant_of(field: Field, setting: Setting) -> object:
    """Return the JSON value of a constant; WRONG for one of another type."""
    if setting.value is None:
        return None
    kind = "enum" if field.kind == "enum" else field.source.type
    if kind not in CONSTANTS:
        return WRONG
    try:
        return default_value(kind, setting.value, many=False)
    except WrongDefault:
        return WRONG


def starts_of(state: Slot) -> tuple[str, ...]:
    """Return the states in which new rows may be: any, where clients say it."""
    if not is_server_set(state):
        return state.enum.values if state.enum else ()
    return (str(value_of_default(state)),) if has_default(state) else ()
