"""What answers say of pages, where a design says more of them than one word."""

from __future__ import annotations

from ..resolve.paging import EVERY_PAGING, Member, Paging
from .forms import JsonSchema
from .nodes import Node

_TEXT: JsonSchema = {"type": "string"}
_OPTIONAL_TEXT: JsonSchema = {"type": ["string", "null"]}
_SCHEMAS = {
    "text": _TEXT,
    "text or null": _OPTIONAL_TEXT,
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_SAID = {
    "has_more": "Whether next_cursor leads on.",
    "prev_cursor": "Where the page before ends; null on the first page.",
    "total": "How many there are in all.",
    "total_estimated": "Whether total is only about how many there are.",
}


def schemas() -> Node:
    """Return what answers say of pages, by name, where it isn't what is usual."""
    unusual = (each for each in EVERY_PAGING if not each.is_plain)
    return {**{each.name: _schema(each) for each in unusual}, "open-links": _LINKS}


_LINKS: Node = {
    "type": "object",
    "required": ["self", "first", "prev", "next"],
    "properties": {
        "self": _TEXT,
        "first": _TEXT,
        "prev": _OPTIONAL_TEXT,
        "next": _OPTIONAL_TEXT,
        "last": _TEXT | {"description": "Only where total is said, and exact."},
    },
}


def _schema(paging: Paging) -> Node:
    members = [*paging.members]
    return {
        "type": "object",
        "required": [each.name for each in members if not each.optional],
        "properties": {each.name: _property(paging, each) for each in members},
    }


def _property(paging: Paging, member: Member) -> JsonSchema:
    said = _SAID.get(member.name, "")
    if member.name == "has_more" and paging.by == "page":
        said = "Whether there is a page after this one."
    if member.optional:
        said = f"{said} Only where with_total=true asks for it.".lstrip()
    return _SCHEMAS[member.kind] | ({"description": said} if said else {})
