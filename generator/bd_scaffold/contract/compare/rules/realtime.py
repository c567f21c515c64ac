"""Rooms as a whole; what is told there is judged as events are."""

from __future__ import annotations

from .rule import Rule, breaks, keeps

_CHANNEL = "AsyncAPI 3.0, Channel Object"
_MESSAGE = "AsyncAPI 3.0, Message Object"

RULES: tuple[Rule, ...] = (
    breaks("room-removed", "Clients find no rooms of a kind any more.", _CHANNEL),
    keeps("room-added", "There are rooms of a new kind.", _CHANNEL),
    breaks("room-moved", "Rooms are rows of another entity.", _CHANNEL),
    breaks("room-event-removed", "An event is not told in a room any more.", _MESSAGE),
    keeps("room-event-added", "Another event is told in a room.", _MESSAGE),
    breaks(
        "room-word-removed",
        "Clients are not told any more who is there, or who types.",
        _MESSAGE,
    ),
    keeps(
        "room-word-added",
        "Clients are told who is there, or who types; they let be what they don't know.",
        _MESSAGE,
    ),
)
