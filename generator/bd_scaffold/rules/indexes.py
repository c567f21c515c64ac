"""Unique groups and indexes: over fields that exist and that the database can order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..language.design import Entity, FieldType, Index
from ..language.finding import Finding
from ..language.scalars import TYPES
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from ..resolve.values import is_short
from .finding import listed, repeated
from .keys import unknown_field
from .rows import too_long

_INCLUDING = ("btree", None)


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What is indexed can be, and is so once."""
    for name, entity in resolved.entities.items():
        path: Path = ("entities", name)
        yield from _unique(entity, path)
        for position, index in enumerate(entity.written.indexes):
            yield from _index(entity, (*path, "indexes", position), index)
        yield from _doubles(entity.written, path)
        if resolved.design.database.engine == "postgresql":
            yield from too_long(entity, path)


def _doubles(entity: Entity, path: Path) -> Iterator[Finding]:
    """Two indexes that do the same: one of them would do."""
    alone = [(name,) for name, field in entity.fields.items() if field.unique]
    taken: set[tuple[object, ...]] = {
        (group, True, "", "", ()) for group in (*alone, *entity.unique)
    }
    for position, index in enumerate(entity.indexes):
        kind = _kind(index)
        whole = index.unique and (index.fields, True, "", "", ()) in taken
        if (whole or kind in taken) and index.fields:
            message = f"{listed(index.fields)} have such an index already."
            if len(index.fields) == 1:
                message = f"{index.fields[0]} has such an index already."
            hint = "Leave one of them out."
            yield Finding((*path, "indexes", position), "BD116", message, hint)
        taken.add(kind)


def _kind(index: Index) -> tuple[object, ...]:
    """Return what an index does; how many it includes doesn't matter to what is unique."""
    where = index.where.text if index.where else ""
    if index.unique:
        return index.fields, True, where, "", ()
    method = "" if index.method in _INCLUDING else index.method
    return index.fields, False, where, method, index.include


def _unique(entity: ResolvedEntity, path: Path) -> Iterator[Finding]:
    seen: set[frozenset[str]] = set()
    key = set(entity.written.key_fields)
    for position, group in enumerate(entity.written.unique):
        inner = (*path, "unique", position)
        yield from _columns(entity, inner, group)
        if len(group) < 2:
            hint = "Put `unique` on the field instead."
            yield Finding(
                inner, "BD411", "A unique group has at least two fields.", hint
            )
        elif frozenset(group) in seen:
            message = f"{listed(group)} are unique together already."
            yield Finding(inner, "BD116", message, "Leave it out.")
        elif key and set(group) == key:
            message = f"{listed(group)} are the key, which is unique already."
            yield Finding(inner, "BD411", message, "Leave it out.")
        seen.add(frozenset(group))


def _columns(
    entity: ResolvedEntity, path: Path, columns: Sequence[str]
) -> Iterator[Finding]:
    for position, name in repeated(columns):
        yield Finding((*path, position), "BD116", f'"{name}" appears twice.')
    for position, name in enumerate(columns):
        inner = (*path, position)
        if name in entity.added:
            continue
        if name not in entity.fields:
            yield unknown_field(entity, inner, name)
        elif not entity.fields[name].has_column:
            message = f"{name} is a list of relations and has no column."
            yield Finding(inner, "BD412", message)
        elif not _is_ordered(entity.fields[name]):
            message = (
                f"{name} is {_shown(entity.fields[name].source)}, which has no order."
            )
            yield Finding(inner, "BD412", message, "Leave it out.")


def _is_ordered(field: Field) -> bool:
    if field.is_relation or not field.is_known:
        return True
    if field.source.many:
        return False
    sortable = field.kind == "enum" or TYPES[field.source.type].sortable
    return sortable or is_short(field.source)


def _shown(field: FieldType) -> str:
    return f"a list of {field.type}" if field.many else field.type


def _index(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    inner = (*path, "fields")
    if not index.fields:
        yield Finding(inner, "BD115", "An index has at least one field.")
    if index.method == "gin":
        yield from _gin(entity, inner, index)
    else:
        yield from _columns(entity, inner, index.fields)
    yield from _method(path, index)
    for position, name in enumerate(index.include):
        place = (*path, "include", position)
        if name in index.fields:
            message = f"{name} is in the index already."
            yield Finding(place, "BD413", message, "Leave it out.")
        elif name in entity.added:
            continue
        elif name not in entity.fields:
            yield unknown_field(entity, place, name)
        elif not entity.fields[name].has_column:
            message = f"{name} is a list of relations and has no column."
            yield Finding(place, "BD412", message)


def _gin(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    for position, name in enumerate(index.fields):
        if name in entity.added:
            message = f"gin is for json and lists, and {name} is {entity.added[name].schema.type}."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")
        elif name not in entity.fields:
            yield unknown_field(entity, (*path, position), name)
        elif entity.fields[name].source.type != "json" and not (
            entity.fields[name].source.many
        ):
            message = f"gin is for json and lists, and {name} is {entity.fields[name].source.type}."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")


def _method(path: Path, index: Index) -> Iterator[Finding]:
    place = (*path, "method")
    if index.include and index.method not in _INCLUDING:
        message = f"An index by {index.method} cannot include fields."
        yield Finding((*path, "include"), "BD413", message)
    if index.unique and index.method not in _INCLUDING:
        message = f"An index by {index.method} cannot be unique."
        yield Finding((*path, "unique"), "BD413", message)
    if index.method == "hash" and len(index.fields) > 1:
        yield Finding(place, "BD413", "An index by hash has one field.")
