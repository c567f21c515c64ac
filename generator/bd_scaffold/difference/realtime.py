"""The rooms of a design, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..language.access_expression import parse_access, renamed, to_text
from ..language.access_folding import ANONYMOUS, callers, folded, is_within
from ..model import matching
from ..model.types import Channel, Model
from .change import BREAKING, OPENING, Change
from .lists import came_and_went, reordered, replaced, reworded, shuffled
from .renames import DeclaredRenames

Roles = Mapping[str, Sequence[str]]
"""What roles may, by their names."""


def realtime(old: Model, new: Model, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield what differs in the rooms of a design."""
    then, now = _channels(old), _channels(new)
    found = matching.matched(then, now, lambda each: each.name)
    said = new.security.roles if new.security is not None else ()
    roles = {each.name: each.permissions for each in said}
    for older, newer in found.kept:
        yield from _channel(older, newer, renames, roles)
    for each in found.added:
        yield Change(f"realtime.{each.name}", "added", "added")
    for each in found.removed:
        yield Change(f"realtime.{each.name}", "removed", "removed", BREAKING)
    yield from reordered("realtime", "they stand", then, found)


def _channels(model: Model) -> tuple[Channel, ...]:
    return model.realtime.channels if model.realtime is not None else ()


def _channel(
    old: Channel, new: Channel, renames: DeclaredRenames, roles: Roles
) -> Iterator[Change]:
    subject = f"realtime.{old.name}"
    entity = renames.entities.get(old.entity, old.entity)
    yield from replaced(subject, "of", entity, new.entity, BREAKING)
    yield from _joining(subject, old, new, renames, roles)
    for word in ("presence", "typing"):
        then, now = (word * getattr(each, word) for each in (old, new))
        yield from came_and_went(
            subject, filter(None, [then]), filter(None, [now]), removed=BREAKING
        )
    said, says = ([each.name for each in side.events] for side in (old, new))
    yield from came_and_went(f"{subject}.events", said, says, removed=BREAKING)
    yield from shuffled(f"{subject}.events", "", said, says)
    yield from reworded(subject, "description", old.description, new.description)


def _joining(
    subject: str, old: Channel, new: Channel, renames: DeclaredRenames, roles: Roles
) -> Iterator[Change]:
    """Yield who may join that could not, or no more, by the names of today."""
    fields = renames.fields.get(new.entity, {})
    then = renamed(parse_access(old.join).tree, lambda each: fields.get(each, each))
    now = parse_access(new.join).tree
    signed_in = [each for each in callers(roles) if each.name != ANONYMOUS]
    pairs = [(folded(then, each), folded(now, each)) for each in signed_in]
    opens = any(not is_within(after, before) for before, after in pairs)
    closes = any(not is_within(before, after) for before, after in pairs)
    what, was, today = "join", to_text(then), new.join
    members = _members(old.members, renames)
    if members and new.members and members != new.members:
        opens, closes, what, was, today = True, True, "members", members, new.members
    if opens or closes:
        allow = f"open:realtime.{new.name}" if opens else ""
        effects = (*(OPENING * opens), *(BREAKING * closes))
        text = f"{what} changed from {was} to {today}"
        yield Change(subject, text, "opened" if opens else "closed", effects, allow)
    elif was != today:
        yield Change(subject, f"join changed from {was} to {today}", "changed")


def _members(written: str, renames: DeclaredRenames) -> str:
    """Return who makes members, by the names of today."""
    entity, _, field = written.partition(".")
    entity = renames.entities.get(entity, entity)
    field = renames.fields.get(entity, {}).get(field, field)
    return f"{entity}.{field}" if written else ""
