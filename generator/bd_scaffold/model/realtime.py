"""Rooms: what the code knows of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..features.use import Use
from ..layout import Node, Source, after, block, call, imports, named
from ..names import python_string as quoted
from ..resolve import Resolved
from ..resolve.naming import package_of
from ..resolve.realtime import Membership, ResolvedChannel, channels_of
from .python.access import rule_apart
from .types import Channel, Entity, Realtime, ToldEvent


def realtime_of(resolved: Resolved, entities: Sequence[Entity]) -> Realtime:
    """Return the rooms of a design, in its order."""
    package = package_of(resolved.design)
    known = {each.name: each for each in entities}
    channels: list[Channel] = []
    uses = [("models.realtime", f"Realtime{each}") for each in ("Event", "Room")]
    for each in channels_of(resolved):
        channel, used = _channel(each, known)
        channels.append(channel)
        uses += used
    modules = [(f"{package}.{m}" if "." in m else m, name) for m, name in uses]
    return Realtime(tuple(channels), "\n".join(imports(modules, package)))


def _channel(
    found: ResolvedChannel, entities: Mapping[str, Entity]
) -> tuple[Channel, list[Use]]:
    """Return what the code knows of rooms of one kind, and what that is made with."""
    entity, written, asked = (
        entities[found.entity.name],
        found.written,
        found.membership,
    )
    member, joining = f"{found.name.upper()}_MEMBER", f"{found.name.upper()}_JOINING"
    if found.rule is None or found.entity.access is None:
        raise ValueError(f"Nobody could join {found.name}.")  # the rules refuse it
    owner = found.entity.access.owner
    said, uses = rule_apart(joining, found.rule.tree, member, owner)
    uses = [*uses, *((_MODULE, name) for name in ("RealtimeChannel", "channels"))]
    uses.append(_mapped(entity))
    rules = [said]
    if asked is not None and member in said:
        their = entities[asked.entity.name]
        uses += [("core.realtime.members", "MembersOf"), _mapped(their)]
        rules.insert(0, _members(member, their, asked))
    events = tuple(ToldEvent(name, slots[0].attribute) for name, slots in found.events)
    told = (f"{quoted(each.name)}: {quoted(each.attribute)}" for each in events)
    items: list[Source] = [
        *(quoted(found.name), entity.class_name, joining),
        Node("{", tuple(told), "}"),
        *(
            named(word, "True")
            for word in ("presence", "typing")
            if getattr(written, word)
        ),
    ]
    return (
        Channel(
            name=found.name,
            entity=found.entity.name,
            join=found.rule.text,
            members=_called(asked) if asked is not None and rules[1:] else "",
            presence=written.presence,
            typing=written.typing,
            events=events,
            rules=tuple(rules),
            definition=block(call("RealtimeChannel", *items), 4, ","),
            description=written.description or "",
        ),
        uses,
    )


_MODULE = "core.realtime.channel"


def _mapped(entity: Entity) -> Use:
    return f"models.{entity.variable}", entity.class_name


def _members(constant: str, entity: Entity, found: Membership) -> str:
    """Return who belongs to a room, ready Python."""
    names = (each.attribute for each in (*found.refers, found.account))
    made = call("MembersOf", entity.class_name, *map(quoted, names))
    return block(after(f"{constant} = ", made))


def _called(found: Membership) -> str:
    return f"{found.entity.name}.{found.account.field_name}"
