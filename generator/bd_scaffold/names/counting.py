"""How many of something there are, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from .forms import SnakeName
from .plurals import plural

_Item = TypeVar("_Item")


def first_of(items: Sequence[_Item], limit: int) -> tuple[Sequence[_Item], int]:
    """Return the first of some items, and how many are left out: none or at least two.

    A line that says "and 1 more" takes the room of the one.
    """
    shown = items if len(items) <= limit + 1 else items[:limit]
    return shown, len(items) - len(shown)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 entities`."""
    return f"{number} {noun if number == 1 else plural(SnakeName(noun))}"
