"""What is written at a place of the design, as messages say it."""

from __future__ import annotations

from typing import Any

from ..names import python_string


def shown(value: Any) -> str:
    """Return a value as a message shows it: a text in quotes, a long one cut."""
    if isinstance(value, dict):
        return "A mapping"
    if isinstance(value, tuple | list):
        return "A list"
    if value is None:
        return "Nothing"
    return python_string(str(value) if len(str(value)) <= 60 else f"{str(value)[:57]}…")
