"""Transitions: their states are values of one field, and nothing gets past them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import did_you_mean, one_of
from ..language.design import ALL_OPERATIONS
from ..language.finding import Finding
from ..language.transitions import Setting, Transition
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from ..resolve.slots import is_computed, is_encrypted, is_server_set
from ..resolve.transitions import (
    CONSTANTS,
    MADE,
    WRONG,
    constant_of,
    slot_of,
    starts_of,
    states_of,
    transitions_of,
)
from .checks import Types
from .defaults import problem_of_value
from .finding import listed, repeated
from .keys import unknown_field
from .naming import SNAKE, shaped

_TAKEN = (
    *ALL_OPERATIONS,
    *("cursor_page", "find", "find_by", "get_by", "label", "link", "page", "read"),
    *("refer", "repository", "transition", "unlink", "write"),
)
"""What operations, rules of access and a service's own members are called."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every transition leads from some values of a field to another one."""
    for entity in resolved.entities.values():
        for name, written in entity.written.transitions.items():
            path: Path = ("entities", entity.name, "transitions", name)
            yield from _name(path, name)
            yield from _state(entity, path, written)
            yield from _guard(entity, path, written)
            yield from _sets(entity, path, written)
        yield from _past(entity)


def _name(path: Path, name: str) -> Iterator[Finding]:
    yield from shaped(path, name, SNAKE)
    if name in _TAKEN:
        message = f'"{name}" is what an operation or a service has already.'
        yield Finding(path, "BD112", message, "Choose another name.")


def _state(
    entity: ResolvedEntity, path: Path, written: Transition
) -> Iterator[Finding]:
    fields = states_of(entity, written)
    if len(fields) != 1:
        yield _unclear(entity, path, written, fields)
        return
    (field,) = fields
    values = field.values
    for place, value in _states(path, written):
        if value not in values:
            message = f'"{value}" is not a value of {field.name}.'
            hint = did_you_mean(value, values) or one_of(values)
            yield Finding(place, "BD111", message, hint)
    for position, value in repeated(written.from_):
        place = (*path, "from", position)
        yield Finding(place, "BD116", f'"{value}" appears twice.', "Leave one out.")
    if not written.from_:
        message = "It begins in no state."
        yield Finding((*path, "from"), "BD115", message, one_of(values))
    if written.to in written.from_:
        message = f"It leads from {written.to} to {written.to}."
        hint = f"Leave {written.to} out of `from`: such a row is there already."
        yield Finding((*path, "to"), "BD424", message, hint)


def _states(path: Path, written: Transition) -> Iterator[tuple[Path, str]]:
    for position, value in enumerate(written.from_):
        yield (*path, "from", position), value
    yield (*path, "to"), written.to


def _unclear(
    entity: ResolvedEntity, path: Path, written: Transition, fields: Sequence[Field]
) -> Finding:
    """Return why no field is the one with the state."""
    said = written.field
    if said is not None and said not in entity.fields:
        return unknown_field(entity, (*path, "field"), said)
    if said is not None:
        message = f"{said} is not one value of an enum."
        hint = "A state is a value of an enum: `status: enum(draft, placed) = draft`."
        return Finding((*path, "field"), "BD424", message, hint)
    if fields:
        names = [each.name for each in fields]
        message = f"{listed(names)} have these values."
        return Finding(path, "BD424", message, f"Say which: field: {names[0]}.")
    states = listed(dict.fromkeys((*written.from_, written.to)))
    message = f"No field has the values {states}."
    hint = "A state is a value of an enum: `status: enum(draft, placed) = draft`."
    return Finding(path, "BD424", message, hint)


def _guard(
    entity: ResolvedEntity, path: Path, written: Transition
) -> Iterator[Finding]:
    when = written.when
    if when is None:
        if written.message is not None:
            message = "Nobody is told so: nothing has to be true of the row."
            place = (*path, "message")
            yield Finding(place, "BD207", message, "Add `when`, or leave it out.")
        return
    yield from Types(entity.fields, entity.added).findings((*path, "when"), when)


def _sets(entity: ResolvedEntity, path: Path, written: Transition) -> Iterator[Finding]:
    place = (*path, "sets")
    states = [each.name for each in states_of(entity, written)]
    for _, name in repeated(each.field for each in written.sets):
        yield Finding(place, "BD116", f'"{name}" appears twice.', "Leave one out.")
    for each in written.sets:
        field = entity.fields.get(each.field)
        if field is None:
            yield unknown_field(entity, place, each.field)
        elif each.field in states:
            hint = "Its new value is what `to` says."
            yield Finding(place, "BD424", f"{field.name} is the state.", hint)
        elif found := _unsettable(entity, field):
            yield Finding(place, "BD424", *found)
        elif each.constant:
            yield from _constant(field, place, each)
        else:
            yield from _made(field, place)


def _unsettable(entity: ResolvedEntity, field: Field) -> tuple[str, str] | None:
    """Return why no transition gives a field a value, and a way out."""
    slot = slot_of(entity, field.name)
    if slot is None or field.is_relation or field.part is not None:
        hint = "It sets fields of the entity's own, none of a value or a relation."
        return f"{field.name} is no single value of the row.", hint
    if slot.key or is_computed(slot):
        return f"{field.name} never changes by itself.", "Leave it out."
    return None


def _made(field: Field, place: Path) -> Iterator[Finding]:
    """A field of which no value is said gets the present, or who asks."""
    made = MADE.get(field.source.type)
    if field.source.many or made is None:
        message = (
            f"{field.name} is {field.source.type}, which is no moment and no account."
        )
        hint = f"Say its value: {{{field.name}: …}}."
        yield Finding(place, "BD424", message, hint)
    elif made == "account" and not field.source.nullable:
        message = f"{field.name} needs an account, and a service that asks has none."
        yield Finding(place, "BD424", message, f"Write {field.source.type}?.")


def _constant(field: Field, place: Path, setting: Setting) -> Iterator[Finding]:
    """A constant is a value that the field could have."""
    value = setting.value
    if value is None:
        if not field.source.nullable:
            message = f"{field.name} may not be null."
            yield Finding(place, "BD212", message, "Write another value.")
    elif field.source.many or constant_of(field, setting) is WRONG:
        yield _no_constant(field, place, value)
    elif found := problem_of_value(field, constant_of(field, setting), "value"):
        yield Finding(place, "BD212", *found)


def _no_constant(field: Field, place: Path, value: str) -> Finding:
    kind = field.source.type
    known = field.kind == "enum" or kind in CONSTANTS
    if field.source.many or not known:
        said = f"a list of {kind}" if field.source.many else kind
        message = f"{field.name} is {said}, of which no value can be said here."
        return Finding(place, "BD424", message, "Leave it to the service.")
    return Finding(place, "BD212", f'"{value}" is not {kind}.')


def _past(entity: ResolvedEntity) -> Iterator[Finding]:
    """No request gives the field with the state another value."""
    told = set()
    for each in transitions_of(entity):
        state, source = each.state, each.state.source
        name = state.field_name
        if name in told or source is None:
            continue
        told.add(name)
        field: Path = ("entities", entity.name, "fields", name)
        if state.key or is_computed(state) or is_encrypted(state):
            message = "A state is no key, and nothing that the database works out or can't read."
            yield Finding(field, "BD424", message, "Write it in a field of its own.")
        elif not (is_server_set(state) or source.immutable):
            message = "Whoever changes a row could write it, past its transitions."
            hint = "Add readonly; or immutable, where a new row may begin in any state."
            yield Finding(field, "BD424", message, hint)


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield the states that no row comes to, and transitions that begin in such alone."""
    for entity in resolved.entities.values():
        machines: dict[str, list[tuple[Path, Transition]]] = {}
        slots = {}
        for each in transitions_of(entity):
            machines.setdefault(each.state.field_name, []).append(
                (each.place, each.written)
            )
            slots[each.state.field_name] = each.state
        for field, listed_ in machines.items():
            starts = starts_of(slots[field])
            if starts:
                values = entity.fields[field].values
                yield from _unreached(entity, field, starts, values, listed_)


def _unreached(
    entity: ResolvedEntity,
    field: str,
    starts: Sequence[str],
    values: Sequence[str],
    transitions: Sequence[tuple[Path, Transition]],
) -> Iterator[Finding]:
    reached = {*starts}
    while more := {
        each.to
        for _, each in transitions
        if each.to not in reached and not reached.isdisjoint(each.from_)
    }:
        reached |= more
    left = [each for each in values if each not in reached]
    if left:
        place: Path = ("entities", entity.name, "fields", field)
        message = f"No transition leads to {listed(left)}."
        hint = f"A row begins as {starts[0]}." if len(starts) == 1 else ""
        yield Finding(place, "BD964", message, hint)
    for path, each in transitions:
        if reached.isdisjoint(each.from_):
            message = "No row is ever in a state in which it begins."
            yield Finding((*path, "from"), "BD964", message)
