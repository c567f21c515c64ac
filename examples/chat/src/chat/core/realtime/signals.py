"""What processes tell each other: how far a room is, that somebody came or went, or types."""

from collections.abc import Callable
from uuid import UUID

CHANNEL = "realtime"
"""Where PostgreSQL tells it. What it tells is short: 8000 bytes are its limit."""

PRESENCE, TYPING = "presence", "typing"

Hearing = Callable[[str], None]

_HEARING: set[Hearing] = set()
_PASSING: set[Hearing] = set()


def told_up_to(room_id: int, position: int) -> str:
    """Return that a room has events up to a position."""
    return f"{room_id}:{position}"


def people_changed(room_id: int) -> str:
    """Return that others are in a room than before."""
    return f"{room_id}:{PRESENCE}"


def is_typing(room_id: int, account: UUID, *, typing: bool) -> str:
    """Return that somebody types in a room, or doesn't any more."""
    return f"{room_id}:{TYPING}:{account}:{typing:d}"


def here(signal: str) -> None:
    """Tell all in this process."""
    for each in [*_HEARING]:
        each(signal)


def hear(hearing: Hearing) -> None:
    """Have something told in this process from now on."""
    _HEARING.add(hearing)


def hear_no_more(hearing: Hearing) -> None:
    """Have it told nothing any more."""
    _HEARING.discard(hearing)


def committed(signal: str) -> None:
    """Tell all in this process of what it has committed, and what passes that on."""
    here(signal)
    for each in [*_PASSING]:
        each(signal)


def pass_on(passing: Hearing) -> None:
    """Have something told from now on of what this process commits."""
    _PASSING.add(passing)


def pass_on_no_more(passing: Hearing) -> None:
    """Have it told nothing any more."""
    _PASSING.discard(passing)
