"""Rooms: the rows that they are, who belongs to one, and which events are told in it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.realtime import MEMBER, Channel
from ..language.scalars import ACCOUNT
from ..record import Record
from .access import Entities, Words
from .access_rules import Rule, Term, Tree
from .events import subject_of
from .resolved import Resolved, ResolvedEntity
from .slots import Slot


class Membership(Record, frozen=True):
    """Rows that make accounts members of a room."""

    entity: ResolvedEntity
    refers: tuple[Slot, ...]  # its columns with the key of the room's row
    account: Slot


class ResolvedChannel(Record, frozen=True):
    """Rooms of one kind, with what their names stand for."""

    name: str
    written: Channel
    entity: ResolvedEntity
    membership: Membership | None  # who `member` is, where that is one thing
    rule: Rule | None  # who may join; nothing where it makes no sense
    events: tuple[tuple[str, tuple[Slot, ...]], ...]
    """Each event, and the columns of its row with the key of the room's."""


def channels_of(resolved: Resolved) -> Iterator[ResolvedChannel]:
    """Yield the kinds of rooms, in the order of the design."""
    for name, written in resolved.design.realtime.items():
        entity = resolved.entities.get(written.of)
        if entity is not None:
            yield _channel(resolved, name, written, entity)


def _channel(
    resolved: Resolved, name: str, written: Channel, entity: ResolvedEntity
) -> ResolvedChannel:
    found = memberships(resolved.entities, written, entity)
    security = resolved.design.security
    roles = frozenset(security.roles) if security is not None else frozenset()
    words = Joining(resolved.entities, entity, roles)
    place = ("realtime", name, "join")
    return ResolvedChannel(
        name,
        written,
        entity,
        found[0] if len(found) == 1 else None,
        words.rule(written.join, written.join.tree, place),
        tuple(_events(resolved, written, entity)),
    )


class Joining(Words, frozen=True):
    """Resolves what `join` says, where `member` has a meaning, too."""

    def _name(self, name: str) -> Tree | None:
        return Term("member") if name == MEMBER else super()._name(name)


def memberships(
    entities: Entities, written: Channel, room: ResolvedEntity
) -> list[Membership]:
    """Return what `members` names; without it, all by which an account is one just once."""
    if written.members is not None:
        name, _, field = written.members.partition(".")
        entity = entities.get(name)
        return [*_memberships(room, entity, field)] if entity is not None else []
    found = (
        each for entity in entities.values() for each in _memberships(room, entity)
    )
    return [each for each in found if _is_once(each)]


def _is_once(found: Membership) -> bool:
    """Tell whether no two rows make the same account a member of the same room."""
    names = {found.refers[0].field_name, found.account.field_name}
    return any({*each.fields} == names for each in found.entity.written.unique)


def _memberships(
    room: ResolvedEntity, entity: ResolvedEntity, field: str = ""
) -> Iterator[Membership]:
    for refers in references(entity, room):
        for slot in entity.slots:
            is_account = slot.source is not None and slot.source.type == ACCOUNT
            if is_account and slot.part is None and field in ("", slot.field_name):
                yield Membership(entity, refers, slot)


def references(
    entity: ResolvedEntity, room: ResolvedEntity
) -> Iterator[tuple[Slot, ...]]:
    """Yield the columns of each relation by which rows refer to a room by its key."""
    for name, field in entity.fields.items():
        if field.kind != "reference" or field.source.type != room.name:
            continue
        own = {e.target: e for e in entity.slots if e.field_name == name and e.target}
        if {each.name for each in room.key} <= own.keys():
            yield tuple(own[each.name] for each in room.key)


def told_in(
    resolved: Resolved, event: str, room: ResolvedEntity
) -> list[tuple[Slot, ...]]:
    """Return the columns by which the rows of an event may belong to a room."""
    written = resolved.design.events.get(event)
    subject = subject_of(resolved, written) if written is not None else None
    if subject is None:
        return []
    if subject.name == room.name:
        return [room.key]
    return [*references(subject, room)]


def _events(
    resolved: Resolved, written: Channel, room: ResolvedEntity
) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    for event in written.events:
        found = told_in(resolved, event, room)
        if len(found) == 1:
            yield event, found[0]


def wanted(design: Design) -> bool:
    """Tell whether a design has rooms."""
    return bool(design.realtime)
