"""The short form of a value type, `Money: {amount: …, currency: …}`: its parts alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tree import Path


def is_short(value: Any) -> bool:
    """True for a mapping of parts; the full form says `fields`, or nothing but other words."""
    if not isinstance(value, dict) or isinstance(value.get("fields"), dict):
        return False
    return not value.keys() <= {"checks", "was", "description"}


def expanded(
    value: Mapping[str, Any], path: Path, places: dict[Path, tuple[int, int]]
) -> dict[str, Any]:
    """Return the full form of a short one, whose parts keep their places."""
    length = len(path)
    for each in [e for e in places if e[:length] == path and len(e) > length]:
        places[*path, "fields", *each[length:]] = places[each]
    return {"fields": dict(value)}
