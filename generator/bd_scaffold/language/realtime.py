"""The author's words for real time: rooms in which people see what happens at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .enum_types import ENTITY_NAME
from .reading import FLAG, TEXT, Listed, Words, named_like, word
from .security import ACCESS

if TYPE_CHECKING:
    from .access_expression import AccessExpression

MEMBERS = r"^[A-Z][A-Za-z0-9]*\.[a-z][a-z0-9_]*$"
"""Who belongs to a room: `Watcher.person`."""

MEMBER = "member"
"""The word by which `join` asks for one of them."""


class Channel(Words):
    """Rooms of one kind, each a row of an entity; clients join them by a WebSocket."""

    of: str = word(ENTITY_NAME, "The entity: each of its rows is a room.")
    join: AccessExpression = word(
        ACCESS,
        "Who may join a room, in the language of access about its row; `member` is whoever "
        "has a row of `members` that refers to it.",
        examples=("member", "owner or ticket:read"),
    )
    members: str | None = word(
        named_like(MEMBERS),
        "The entity whose rows make accounts members of a room, and its field of the type "
        "`user`; if not given, the only one that is unique along with the relation.",
        default=None,
        examples=("Watcher.person",),
    )
    presence: bool = word(FLAG, "Those in a room see who is there.", default=False)
    typing: bool = word(FLAG, "Those in a room see who types.", default=False)
    events: tuple[str, ...] = word(
        Listed(ENTITY_NAME),
        "The events that are told in it: of rows that refer to the room's, or of that itself.",
        default=(),
        examples=(["MessagePosted"],),
    )
    description: str | None = word(TEXT, "What it is for, in a sentence.", default=None)
