"""The files that belong to rows of an entity, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.files import kinds_of
from ..operation import Operation
from ..resolve.derived import prefix_of
from ..resolve.endpoints import parameter
from .parts import EntityParts
from .types import FileOfRow


def files_of(
    parts: EntityParts, operations: Sequence[Operation]
) -> Iterator[FileOfRow]:
    """Yield the files of an entity, in the order of its fields."""
    paths = {each.file: each.http.path for each in operations if each.file}
    key = {parameter(parts.own, each): each.attribute for each in parts.entity.key}
    for slot in parts.slots:
        schema = slot.schema
        if schema.type != "file" or slot.field_name not in paths:
            continue
        path = paths[slot.field_name]
        yield FileOfRow(
            field=slot.field_name,
            attribute=slot.attribute,
            constant=f"{slot.field_name.upper()}_FILE",
            media=schema.media,
            kinds=kinds_of(schema.media),
            most_bytes=schema.most_bytes or 0,
            path=path,
            address=prefix_of(parts.resolved) + _by_attributes(path, key),
        )


def _by_attributes(path: str, key: dict[str, str]) -> str:
    """Return a path whose parameters are called like attributes of the row."""
    steps = (
        f"{{{key[each[1:-1]]}}}" if each[:1] == "{" else each
        for each in path.split("/")
    )
    return "/".join(steps)
