"""Kinds of rooms, as `models/channels.py` says them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chat.core.security.rules import Rule


@dataclass(frozen=True, eq=False, slots=True)
class RealtimeChannel:
    """Rooms of one kind, each a row of a mapped class."""

    name: str
    model: type[Any]
    join: Rule
    events: Mapping[str, str]  # each with what of its row says the room's id
    presence: bool = False
    typing: bool = False

    def key(self, row_id: str) -> UUID | int | None:
        """Return the id of a room's row as its column has it; None for what is none."""
        kind = self.model.__table__.c.id.type.python_type
        try:
            key: UUID | int = kind(row_id)
        except ValueError:
            return None
        return key if str(key) == row_id else None


@dataclass(frozen=True, slots=True)
class Registry:
    """All kinds of rooms, and the tables in which their events are numbered and kept."""

    rooms: sa.Table
    events: sa.Table
    told: Mapping[str, Sequence[tuple[RealtimeChannel, str]]]  # by the event's name


_REGISTRIES: list[Registry] = []


def channels(
    rooms: type[Any], events: type[Any], *all_: RealtimeChannel
) -> Mapping[str, RealtimeChannel]:
    """Have what happens in some rooms told from now on; return these by their names."""
    told: dict[str, list[tuple[RealtimeChannel, str]]] = {}
    for channel in all_:
        for event, attribute in channel.events.items():
            told.setdefault(event, []).append((channel, attribute))
    _REGISTRIES.append(Registry(rooms.__table__, events.__table__, told))
    return {each.name: each for each in all_}


def registry() -> Registry:
    """Return what `channels` was told of."""
    return _REGISTRIES[-1]


def rooms_of(event: str) -> Sequence[tuple[RealtimeChannel, str]]:
    """Return where an event is told, with the attribute of its row that says in which room."""
    return registry().told.get(event, ()) if _REGISTRIES else ()
