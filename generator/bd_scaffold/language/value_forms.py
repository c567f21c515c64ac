"""The short form of a value type, `Money: {amount: …, currency: …}`: its parts alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tree import Path

Places = dict[Path, tuple[int, int]]


def expand(data: dict[str, Any], places: Places) -> None:
    """Write the value types of a design in their full form."""
    types = data.get("types")
    if not isinstance(types, dict):
        return
    for name, value in types.items():
        if _is_short(value):
            types[name] = _expanded(value, ("types", name), places)


def _is_short(value: Any) -> bool:
    """True for a mapping of parts; the full form says `fields`, or nothing but other words."""
    if not isinstance(value, dict) or isinstance(value.get("fields"), dict):
        return False
    return not value.keys() <= {"checks", "was", "description"}


def _expanded(value: Mapping[str, Any], path: Path, places: Places) -> dict[str, Any]:
    """Return the full form of a short one, whose parts keep their places."""
    length = len(path)
    for each in [e for e in places if e[:length] == path and len(e) > length]:
        places[*path, "fields", *each[length:]] = places[each]
    return {"fields": dict(value)}
