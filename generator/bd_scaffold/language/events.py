"""The author's words for events: what others are told of changes of rows."""

from __future__ import annotations

from .enum_types import ENTITY_NAME
from .reading import TEXT, WHOLE, Listed, Words, named_like, word
from .row_rules import FIELD_NAME

SOURCE = r"^[A-Z][A-Za-z0-9]*\.[a-z][a-z0-9_]*$"
"""What an event tells of: `Order.place`."""


class Event(Words):
    """What others are told of a change of a row, in the transaction of the change."""

    from_: tuple[str, ...] = word(
        Listed(named_like(SOURCE)),
        "The operation that it tells of, `create`, `update`, `delete`, `restore` or a "
        "transition of an entity, whoever asks for it; or several of one entity.",
        name="from",
        examples=("Order.place", ["Order.create", "Order.update"]),
    )
    fields: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "The fields of the row that it says; if not given, those of its key.",
        default=(),
        examples=(["id", "number", "total"],),
    )
    version: int = word(
        WHOLE, "Of what it says: the next one where that breaks consumers.", default=1
    )
    was: str | None = word(
        ENTITY_NAME,
        "The name that it had before: those that wait to be sent get the new one.",
        default=None,
    )
    description: str | None = word(TEXT, "What it means, in a sentence.", default=None)
