"""Rooms: each is a row that is there, with people who may join and events that reach it."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean, one_of
from ..language import access_expression as said
from ..language.finding import Finding
from ..language.realtime import MEMBER, Channel
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.events import subject_of
from ..resolve.realtime import memberships, told_in
from .access import Expressions, Told
from .finding import repeated
from .naming import SNAKE, shaped

_MISSING = "unknown"
"""What stands for a word that is not there."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each kind of room says rows, who may join, and events of rows that refer to these."""
    design = resolved.design
    if design.realtime and design.security is None:
        message = "Nobody signs in, so nobody is known who could join a room."
        hint = "Add `security: {authentication: jwt}`."
        yield Finding(("realtime",), "BD992", message, hint)
        return
    for name, written in design.realtime.items():
        path: Path = ("realtime", name)
        yield from shaped(path, name, SNAKE)
        entity = resolved.entities.get(written.of)
        if written.of == _MISSING:
            continue  # it is missing, which is told already
        if entity is None:
            hint = did_you_mean(written.of, resolved.entities)
            message = f'"{written.of}" is not an entity.'
            hint = hint or one_of(resolved.entities)
            yield Finding((*path, "of"), "BD103", message, hint)
        elif entity.written.key is not None:
            message = f"Rows of {entity.name} have a key of their own."
            hint = "A room is known by a generated id: leave `key` out."
            yield Finding((*path, "of"), "BD1019", message, hint)
        else:
            yield from _joining(resolved, entity, path, written)
            yield from _events(resolved, entity, path, written)


# Who may join


class _Joining(Expressions, frozen=True):
    """Reads what `join` says, where `member` has a meaning, too."""

    def _name(self, name: str) -> Iterator[Told]:
        if name == _MISSING:
            return
        if name != MEMBER:
            yield from super()._name(name)
        elif name in self.roles or name in self.entity.fields:
            is_role = name in self.roles
            other = "a role" if is_role else f"a field of {self.entity.name}"
            message = f'"{MEMBER}" is whoever belongs to the room here, and {other}.'
            hint = (
                "Call that otherwise: two meanings are one too many for who may join."
            )
            yield "BD544", message, hint


def _joining(
    resolved: Resolved, entity: ResolvedEntity, path: Path, written: Channel
) -> Iterator[Finding]:
    security = resolved.design.security
    roles = tuple(security.roles) if security is not None else ()
    reader = _Joining(resolved, entity, roles)
    yield from reader.findings((*path, "join"), written.join)
    asks = said.Name(MEMBER) in said.walk(written.join.tree)
    found = memberships(resolved.entities, written, entity)
    if written.members is not None and len(found) != 1:
        message = (
            f"{written.members} is no field of the type user, of an entity with one "
            f"relation to {entity.name}."
        )
        hint = f"Members have a row of their own: room: {entity.name}, account: user."
        yield Finding((*path, "members"), "BD994", message, hint)
    elif asks and len(found) != 1:
        several = [f"{e.entity.name}.{e.account.field_name}" for e in found]
        message = (
            f"There are several who could be members: {', '.join(several)}."
            if several
            else "No entity makes members of accounts, each of a room once."
        )
        hint = (
            f"Say which: members: {several[0]}."
            if several
            else "Say which field of the type user says them, members: Member.account, or "
            "have it unique along with the relation."
        )
        yield Finding((*path, "join"), "BD994", message, hint)
    elif written.members is not None and not asks:
        message = "Nothing asks whether somebody is a member."
        hint = f"Say it in `join`: {MEMBER}, or leave it out."
        yield Finding((*path, "members"), "BD994", message, hint)


# What is told


def _events(
    resolved: Resolved, entity: ResolvedEntity, path: Path, written: Channel
) -> Iterator[Finding]:
    known = resolved.design.events
    if not written.events:
        hint = "Say an event: events: [MessagePosted]."
        yield Finding((*path, "events"), "BD115", "It tells of nothing.", hint)
    for position, event in repeated(written.events):
        message = f'"{event}" appears twice.'
        yield Finding((*path, "events", position), "BD116", message, "Leave one out.")
    for position, event in enumerate(written.events):
        place: Path = (*path, "events", position)
        if event not in known:
            hint = did_you_mean(event, known)
            hint = hint or (one_of(known) if known else "Say it under `events`.")
            message = f'"{event}" is no event of the design.'
            yield Finding(place, "BD103", message, hint)
            continue
        subject = subject_of(resolved, known[event])
        found = told_in(resolved, event, entity)
        if subject is None or len(found) == 1:
            continue
        if found:
            message = f"{subject.name} refers to {entity.name} by several relations."
            hint = "Tell of rows that refer to one room, by one relation."
        else:
            message = f"{subject.name} does not refer to {entity.name} by its key."
            hint = f"Give it a relation of its own: room: {entity.name}."
        yield Finding(place, "BD993", message, hint)
