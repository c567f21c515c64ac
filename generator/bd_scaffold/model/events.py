"""Events: what of a row each of them says, and how the code knows it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..language.events import Event as Written
from ..layout import Node, Source, block, call, tuple_of
from ..record import replace
from ..resolve import Resolved, ResolvedEntity
from ..resolve.events import slots_told, subject_of, told_by
from .types import Entity, Event, EventField, Property


def events_of(resolved: Resolved, entities: Sequence[Entity]) -> Iterator[Event]:
    """Yield the events of a design, in its order."""
    known = {each.name: each for each in entities}
    for name, written in resolved.design.events.items():
        subject = subject_of(resolved, written)
        if subject is not None:
            yield _event(name, written, subject, known[subject.name])


def properties_told(
    resolved: Resolved, entities: Sequence[Entity], event: str
) -> Iterator[Property]:
    """Yield what an event says, as a job is given it: null where an older one lacks it."""
    written = resolved.design.events.get(event)
    subject = subject_of(resolved, written) if written else None
    if written is None or subject is None:
        return
    entity = next(each for each in entities if each.name == subject.name)
    said = [each.name for each in _fields(written, subject, entity)]
    by_name = {(e.part.name if e.part else e.name): e for e in entity.properties[::-1]}
    for name in said:
        yield _given(by_name[name])


def _given(prop: Property) -> Property:
    """Return a property as a part of what is given, whoever may read or write it."""
    nullable = prop.part.nullable if prop.part else prop.schema.nullable
    name = prop.part.name if prop.part else prop.name
    attribute = prop.part.attribute if prop.part else prop.attribute
    return replace(
        prop,
        name=name,
        attribute=attribute,
        has_default=False,
        default=None,
        required=not nullable,
        readable="",
        writable="",
    )


def _event(
    name: str, written: Written, subject: ResolvedEntity, entity: Entity
) -> Event:
    fields = tuple(_fields(written, subject, entity))
    operations = told_by(written)
    said = {each.name: each.attribute for each in fields}
    given: tuple[Source, ...] = (
        _text(name),
        str(written.version),
        entity.class_name,
        tuple_of(map(_text, operations)),
        Node("{", tuple(f"{_text(k)}: {_text(v)}" for k, v in said.items()), "}"),
    )
    if written.was:
        given = (*given, f"was={_text(written.was)}")
    return Event(
        name=name,
        was=written.was or "",
        version=written.version,
        entity=entity.name,
        operations=operations,
        fields=fields,
        entry=block(call("Event", *given), 4, ","),
        description=written.description or "",
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _fields(
    written: Written, subject: ResolvedEntity, entity: Entity
) -> Iterator[EventField]:
    """Yield what an event says, each value of several parts once."""
    by_attribute = {each.attribute: each for each in entity.properties}
    seen: set[str] = set()
    for slot in slots_told(subject, written):
        found = _told(by_attribute[slot.attribute], slot.field_name)
        if found.name not in seen:
            yield found
        seen.add(found.name)


def _told(prop: Property, field: str) -> EventField:
    if prop.part is not None:
        return EventField(prop.part.name, prop.part.attribute, prop.part.name)
    return EventField(prop.name, prop.attribute, field)
