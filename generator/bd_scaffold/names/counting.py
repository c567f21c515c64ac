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


def with_article(noun: str) -> str:
    """A noun with its article, by its sound: `an Order`, `a User`, `an API`, `a decimal`."""
    if noun[:2].isupper() or len(noun) == 1:
        return f"{'an' if noun[0] in 'AEFHILMNORSX' else 'a'} {noun}"
    vowel = noun[0].lower() in "aeiou" and not noun.lower().startswith(_LIKE_YOU)
    return f"{'an' if vowel else 'a'} {noun}"


_LIKE_YOU = ("eu", "ewe", "one", "ubi", "uni", "use", "usu", "uti", "uuid")


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 entities`."""
    return f"{number} {noun if number == 1 else plural(SnakeName(noun))}"
