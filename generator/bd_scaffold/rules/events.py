"""Events: each tells of what is done to rows of one entity, and of what may be told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import did_you_mean, one_of
from ..language.events import SOURCE, Event
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.events import operations_of, slots_called, slots_told, subject_of
from ..resolve.slots import Slot
from .finding import listed, repeated
from .keys import unknown_field
from .naming import CLASS, shaped


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each tells of operations of one entity, and of fields that somebody may read."""
    design = resolved.design
    taken = {*design.types, *(each.name for each in resolved.enums)}
    for name, written in design.events.items():
        path: Path = ("events", name)
        yield from shaped(path, name, CLASS)
        if name in taken:
            message = (
                f"{name} is an enum or a value type, which the contract has as well."
            )
            yield Finding(path, "BD503", message, f'Try "{name}Changed".')
        yield from _version(path, written)
        yield from _sources(resolved, path, written)
        entity = subject_of(resolved, written)
        if entity is not None:
            yield from _fields(entity, path, written)


def _version(path: Path, written: Event) -> Iterator[Finding]:
    if not 1 <= written.version <= _LAST:
        message = f"{written.version} is no version."
        hint = f"Count from 1 to {_LAST}."
        yield Finding((*path, "version"), "BD601", message, hint)


_LAST = 32767
_MISSING = "unknown"
"""What stands for an operation where none is said."""


def _sources(resolved: Resolved, path: Path, written: Event) -> Iterator[Finding]:
    place = (*path, "from")
    if not written.from_:
        hint = "Say what it tells of: Order.create."
        yield Finding(place, "BD115", "It tells of nothing.", hint)
    for position, source in repeated(written.from_):
        message = f'"{source}" appears twice.'
        yield Finding((*place, position), "BD116", message, "Leave one out.")
    for position, source in enumerate(written.from_):
        if source == _MISSING:
            continue  # it is missing, which is told already
        yield from _source(resolved, (*place, position), source)
    owners = [*dict.fromkeys(each.partition(".")[0] for each in written.from_)]
    if len(owners) > 1 and resolved.entities.keys() >= {*owners}:
        message = f"It tells of rows of {listed(owners)}."
        hint = "Give the rows of each an event of their own."
        yield Finding(place, "BD985", message, hint)


def _source(resolved: Resolved, place: Path, source: str) -> Iterator[Finding]:
    if not re.fullmatch(SOURCE, source, re.ASCII):
        message = f'"{source}" is no operation of an entity.'
        hint = "Write the entity and what is done to a row: Order.create."
        yield Finding(place, "BD108", message, hint)
        return
    owner, _, operation = source.partition(".")
    entity = resolved.entities.get(owner)
    if entity is None:
        hint = did_you_mean(owner, resolved.entities) or one_of(resolved.entities)
        yield Finding(place, "BD103", f'"{owner}" is not an entity.', hint)
        return
    if operation in operations_of(entity):
        return
    if source in resolved.design.operations or operation in _INSTEAD:
        message, hint = _no_event(entity, source)
        yield Finding(place, "BD985", message, hint)
        return
    known = operations_of(entity)
    message = f'"{operation}" is nothing that is done to rows of {owner}.'
    hint = did_you_mean(operation, known) or one_of(known)
    yield Finding(place, "BD107", message, hint)


_INSTEAD = {"replace": "update", "batch": "create", "write": "update"}
"""Ways in of which no event tells apart what they do to a row."""


def _no_event(entity: ResolvedEntity, source: str) -> tuple[str, str]:
    """Return why an event doesn't tell of an operation, and which one it does."""
    operation = source.partition(".")[2]
    instead = _INSTEAD.get(operation)
    if instead:
        message = f"{source} is one of the ways in which rows change."
        hint = f"Write {entity.name}.{instead}, which tells of each of them."
        return message, hint
    message = f"Only its body, which is yours, knows what {source} does to a row."
    hint = f"Write {entity.name}.update, which tells of each row that it changes."
    return message, hint


# What it says


def _fields(entity: ResolvedEntity, path: Path, written: Event) -> Iterator[Finding]:
    place = (*path, "fields")
    for position, name in repeated(written.fields):
        message = f'"{name}" appears twice.'
        yield Finding((*place, position), "BD116", message, "Leave one out.")
    for position, name in enumerate(written.fields):
        slots = slots_called(entity, name)
        field = entity.fields.get(name)
        if not slots and (field is None or not field.is_relation):
            yield unknown_field(entity, (*place, position), name)
        elif reason := _untold(name, slots):
            hint = "Leave it out: who needs it may ask the API."
            yield Finding((*place, position), "BD986", reason, hint)


def _untold(name: str, slots: tuple[Slot, ...]) -> str:
    """Return why an event can't say a field of a row; nothing where it can."""
    if not slots:
        return f"{name} is a list of other rows, which are written after this one."
    if any(each.added and each.added.hidden for each in slots):
        return f"{name} is shown to nobody."
    sources = [each.source for each in slots if each.source]
    if any(each.encrypted for each in sources):
        return f"{name} is encrypted, and an event would hold it in clear."
    if any(each.writeonly or each.internal for each in sources):
        return f"{name} is shown to nobody."
    return ""


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield what consumers of an event learn that not everybody should, and if there are any."""
    yield from _unheard(resolved)
    for name, written in resolved.design.events.items():
        entity = subject_of(resolved, written)
        if entity is not None:
            yield from _learned(("events", name, "fields"), entity, written)


def _unheard(resolved: Resolved) -> Iterator[Finding]:
    """What is recorded for nobody: all of it at once, or each that is beside what is not."""
    design = resolved.design
    heard = {name for each in resolved.features for name in each.consumes(design)}
    alone = [name for name in design.events if name not in heard]
    if alone and len(alone) == len(design.events):
        message = "Nobody is told of any: no job starts on one."
        hint = f"Let a job start on one, as in `on: {alone[0]}`."
        yield Finding(("events",), "BD998", message, hint)
        return
    for name in alone:
        message = "Nobody is told of it: no job starts on it."
        hint = f"Let one, with `on: {name}`, or leave it out."
        yield Finding(("events", name), "BD998", message, hint)


def _learned(path: Path, entity: ResolvedEntity, written: Event) -> Iterator[Finding]:
    told = [*slots_told(entity, written)]
    some = [e.field_name for e in told if e.source and e.source.readable]
    persons = [e.field_name for e in told if e.source and e.source.pii]
    if some:
        message = f"Whoever consumes it learns {listed(dict.fromkeys(some))}."
        hint = "Not everybody sees that who sees the row: leave it out, if it matters."
        yield Finding(path, "BD991", message, hint)
    if persons:
        message = f"It says {listed(dict.fromkeys(persons))} of a person."
        hint = "What consumers keep of it, `erase` doesn't reach."
        yield Finding(path, "BD991", message, hint)
