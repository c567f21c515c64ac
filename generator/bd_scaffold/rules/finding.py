"""How rules say what they find, and the words that they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..language.finding import Finding
from ..resolve.fields import Field


def about(
    field: Field, code: str, message: str, hint: str = "", word: str = ""
) -> Finding:
    """Return a finding about a field, placed at one of its words where that has a place."""
    place = field.path(word) if word else field.path()
    return Finding(place, code, message, hint, subject=field.path())


def repeated(items: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each item that stood before, with its position."""
    seen: set[str] = set()
    for position, item in enumerate(items):
        if item in seen:
            yield position, item
        seen.add(item)


def either(words: Iterable[str]) -> str:
    """Words of which one is meant: `create, update or delete`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def listed(words: Iterable[str]) -> str:
    """Words in a sentence: `a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
