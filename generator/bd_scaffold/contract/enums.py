"""What the contract says of an enum: its values, and what each of them means."""

from __future__ import annotations

from ..resolve.types import Enum
from .forms import JsonSchema

DESCRIPTIONS = "x-enum-descriptions"
"""What each value means, in the order of the values, as client generators read it."""


def enum_schema(enum: Enum) -> JsonSchema:
    """Return the schema of an enum; its description tells the values for people, too."""
    text = _description(enum)
    said = [_line(each.description) for each in enum.members]
    return {
        "type": "string",
        **({"description": text} if text else {}),
        "enum": list(enum.values),
        **({DESCRIPTIONS: said} if any(said) else {}),
    }


_ORDERED = "Lists are sorted by it in the order of its values."


def _description(enum: Enum) -> str:
    """Return what the design says of the enum, and a list in Markdown of what it says of values."""
    described = [each for each in enum.members if each.description]
    lines = [f"- `{each.value}`: {_line(each.description)}" for each in described]
    order = _ORDERED if enum.ordered else ""
    said = (enum.description, order, "\n".join(lines))
    return "\n\n".join(each for each in said if each)


def _line(text: str) -> str:
    return " ".join(text.split())
