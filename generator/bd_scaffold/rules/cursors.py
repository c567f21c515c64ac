"""Cursors: each row's place in a list fits into the parameter that takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.resolved import ResolvedEntity
from ..resolve.slots import Slot
from ..resolve.types import LONGEST_CURSOR
from ..resolve.values import WRITTEN_LENGTHS

_MOST_BYTES = LONGEST_CURSOR * 3 // 4
"""What a cursor holds: it is written in Base64."""
_BYTES_OF_A_CHARACTER = 4

_BYTES: Mapping[str, int] = WRITTEN_LENGTHS | {
    "datetime": 32,
    "datetime_local": 26,
    "float": 24,
}
_WAY = len(",\0=before")
"""What a cursor says of where it leads, in lists that are read in either direction."""
_SIGNS = 4
"""Around a name its direction and a comma, before a value what ends the last and begins it."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """All that a list can be sorted by fits into a cursor together."""
    for name, entity in resolved.entities.items():
        if entity.pagination != "cursor" or "list" not in entity.written.operations:
            continue
        size = longest_place(entity)
        if size > _MOST_BYTES:
            yield Finding(
                ("entities", name, "pagination"),
                "BD423",
                f"A cursor holds {_MOST_BYTES} bytes, and what this list can be sorted by"
                f" takes up to {size}: {_BYTES_OF_A_CHARACTER} for each character of a text.",
                'Take "sort" from a long text, make it shorter, or write pagination: page.',
            )


def longest_place(entity: ResolvedEntity) -> int:
    """Return the most bytes by which a cursor says a place in an entity's list."""
    slots = {each.name: each for each in (*entity.slots, *entity.key)}
    ordered = {each.slot.name for each in entity.order}
    compared = [
        each for each in slots.values() if each.sort or each.key or each.name in ordered
    ]
    compared += [each.slot for each in entity.related if each.word == "sort"]
    way = _WAY if entity.paging.backwards else 0
    return way + sum(len(each.name) + _SIGNS + _size(each) for each in compared)


def _size(slot: Slot) -> int:
    if slot.enum is not None:
        longest = max(len(each.value) for each in slot.enum.members)
        return longest * _BYTES_OF_A_CHARACTER
    schema = slot.schema
    if schema.type == "decimal":
        return (schema.precision or 0) + len("-.")
    return _BYTES.get(schema.type) or (schema.max_length or 0) * _BYTES_OF_A_CHARACTER
