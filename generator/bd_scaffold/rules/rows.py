"""How much of a row an index holds: PostgreSQL refuses rows of which it would be more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import ResolvedEntity
from ..resolve.slots import Slot
from ..resolve.values import KEY_PATTERN, LENGTHS

_MOST = 2_704
_HEADER = 8
_PER_COLUMN = 8  # a length, and what aligns the next one
_UNBOUNDED = ("bytes", "json", "text")
_NUMBER = 32
"""What a number, a moment or a UUID takes at the most."""


def too_long(entity: ResolvedEntity, path: Path) -> Iterator[Finding]:
    """Yield the groups of columns of which an index could not hold every row."""
    written = entity.written
    if written.key_fields:
        yield from _finding(entity, (*path, "key"), written.key_fields)
    for position, group in enumerate(written.unique):
        yield from _finding(entity, (*path, "unique", position), group.fields)
    for position, index in enumerate(written.indexes):
        if index.method in ("btree", None):
            inner = (*path, "indexes", position)
            read = [name for key in index.fields for name in key.fields]
            yield from _finding(entity, inner, read, index.include)


def _finding(
    entity: ResolvedEntity,
    path: Path,
    fields: Sequence[str],
    included: Sequence[str] = (),
) -> Iterator[Finding]:
    slots = [slot for slot in entity.slots if slot.field_name in (*fields, *included)]
    endless = [slot.field_name for slot in slots if _length(slot) is None]
    if not {*fields}.isdisjoint(endless):
        return  # what has no order is refused as such
    most = f"PostgreSQL's indexes hold {_MOST:,} bytes of a row"
    if endless:
        message = f"{most}, and {endless[0]} may be longer."
        yield Finding(path, "BD209", message, f"Leave {endless[0]} out.")
    elif (size := _size(slots)) > _MOST:
        message = f"{most}, and these fields may have {size:,}."
        hint = "Make the strings shorter: a character has up to 4 bytes."
        yield Finding(path, "BD209", message, hint)


def _size(slots: Iterable[Slot]) -> int:
    return _HEADER + sum((_length(slot) or 0) + _PER_COLUMN for slot in slots)


def _length(slot: Slot) -> int | None:
    """Return how many bytes a value has at the most, or None where nothing bounds it."""
    schema = slot.schema
    is_short = schema.type == "text" and schema.max_length is not None
    if schema.many or (schema.type in _UNBOUNDED and not is_short):
        return None
    if schema.type == "string" or is_short:
        width = 1 if schema.pattern == KEY_PATTERN else 4
        return width * (schema.max_length or 0)
    return LENGTHS.get(schema.type, _NUMBER)
