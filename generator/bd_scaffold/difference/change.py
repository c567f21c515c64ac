"""One thing that a changed design says otherwise, and what that does to those who rely on it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ..record import Record


class Effect(StrEnum):
    """What a change asks for, or costs."""

    SAFE = "safe"
    NEEDS_DEFAULT = "needs a default"  # rows that are there need a value
    LOSES_DATA = "loses data"  # values go, or have to change before they fit
    OPENS = "opens access"  # somebody may do, or see, what they could not
    BREAKS_CLIENTS = "breaks clients"  # a request that worked is refused, or reads less


def effects(
    *,
    needs_default: bool = False,
    loses_data: bool = False,
    breaks_clients: bool = False,
) -> tuple[Effect, ...]:
    """Return the effects that hold, in their order; safe is what has none of them."""
    held = {
        Effect.NEEDS_DEFAULT: needs_default,
        Effect.LOSES_DATA: loses_data,
        Effect.BREAKS_CLIENTS: breaks_clients,
    }
    return tuple(each for each, holds in held.items() if holds) or (Effect.SAFE,)


SAFE = effects()
BREAKING = effects(breaks_clients=True)
OPENING = (Effect.OPENS,)
STRICTER = effects(loses_data=True, breaks_clients=True)


class Change(Record, frozen=True):
    """One change: of what, in words, of which kind, and with which effects.

    The subject is called as it was before; what is new, as it is now.
    """

    subject: str  # "Product.stock"
    text: str  # "renamed to on_hand"
    kind: str  # "added", "removed", "renamed", "retyped", "widened", "narrowed", …
    effects: tuple[Effect, ...] = SAFE
    allow: str = ""  # by what it is asked for, where nothing else of it is

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"

    def to_json(self) -> dict[str, Any]:
        """Return the change as a flat JSON object."""
        return {
            "subject": self.subject,
            "text": self.text,
            "kind": self.kind,
            "effects": [each.value for each in self.effects],
        }
