"""Unique groups and indexes: over fields that exist and that the database can order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import did_you_mean, one_of
from ..language.design import Entity, FieldType
from ..language.finding import Finding
from ..language.row_rules import Index
from ..language.scalars import TYPES
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from ..resolve.slots import is_server_set
from ..resolve.values import is_short
from .finding import listed, repeated
from .keys import unknown_field
from .rows import too_long

_ORDERED = ("btree", None)
_INCLUDING = (*_ORDERED, "gist", "spgist")
_TEXTS = ("string", "text", "email", "url")


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
        (group, True, "", "", ())
        for group in (*alone, *(each.fields for each in entity.unique))
    }
    for position, index in enumerate(entity.indexes):
        kind = _kind(index)
        whole = index.unique and (_asked(index), True, "", "", ()) in taken
        if (whole or kind in taken) and index.fields:
            said = [str(each) for each in index.fields]
            message = f"{listed(said)} have such an index already."
            if len(said) == 1:
                message = f"{said[0]} has such an index already."
            hint = "Leave one of them out."
            yield Finding((*path, "indexes", position), "BD116", message, hint)
        taken.add(kind)


def _kind(index: Index) -> tuple[object, ...]:
    """Return what an index does; how many it includes doesn't matter to what is unique."""
    where = index.where.text if index.where else ""
    if index.unique:
        return _asked(index), True, where, "", ()
    method = "" if index.method in _ORDERED else index.method
    return _asked(index), False, where, method, index.include


def _asked(index: Index) -> tuple[object, ...]:
    """Return what an index is ordered by: fields by their names, and whatever says more."""
    return tuple(each.field if each.is_plain else each for each in index.fields)


def _unique(entity: ResolvedEntity, path: Path) -> Iterator[Finding]:
    seen: set[frozenset[str]] = set()
    key = set(entity.written.key_fields)
    for position, written in enumerate(entity.written.unique):
        inner, group = (*path, "unique", position), written.fields
        yield from _columns(entity, inner, group)
        alone = written.nulls_not_distinct or written.constraint is not None
        if len(group) < 1 + (not alone):
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
        elif written.nulls_not_distinct:
            yield from _equal_nulls(entity, inner, group)
        seen.add(frozenset(group))


def _equal_nulls(
    entity: ResolvedEntity, path: Path, group: Sequence[str]
) -> Iterator[Finding]:
    """Some field may be null, and some other tells rows apart that requests make."""
    slots = [slot for slot in entity.slots if slot.field_name in group]
    place, hint = (*path, "nulls_not_distinct"), "Leave it out."
    if slots and not any(slot.schema.nullable for slot in slots):
        message = (
            f"{listed(group)} are required, so there are no nulls to be like others."
        )
        if len(group) == 1:
            message = (
                f"{group[0]} is required, so there are no nulls to be like others."
            )
        yield Finding(place, "BD411", message, hint)
    elif all(
        slot.schema.nullable and (slot.references or is_server_set(slot))
        for slot in slots
    ):
        message = f"Requests may leave out all of {listed(group)}, and only once."
        hint = "Add a field that tells rows apart, or leave it out."
        yield Finding(place, "BD411", message, hint)


def _columns(
    entity: ResolvedEntity, path: Path, columns: Sequence[str]
) -> Iterator[Finding]:
    for position, name in repeated(columns):
        yield Finding((*path, position), "BD116", f'"{name}" appears twice.')
    for position, name in enumerate(columns):
        yield from _column(entity, (*path, position), name)


def _column(entity: ResolvedEntity, path: Path, name: str) -> Iterator[Finding]:
    missing = [*_stored(entity, path, name)]
    yield from missing
    if missing or name in entity.added or _is_ordered(entity.fields[name]):
        return
    message = f"{name} is {_shown(entity.fields[name].source)}, which has no order."
    yield Finding(path, "BD412", message, "Leave it out.")


def _stored(entity: ResolvedEntity, path: Path, name: str) -> Iterator[Finding]:
    """What is named is a column, of a field or of a trait."""
    if name in entity.added:
        return
    if name not in entity.fields:
        yield unknown_field(entity, path, name)
    elif not entity.fields[name].has_column:
        message = f"{name} is a list of relations and has no column."
        yield Finding(path, "BD412", message)


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
        for position, name in repeated([str(each) for each in index.fields]):
            yield Finding((*inner, position), "BD116", f'"{name}" appears twice.')
        for position, key in enumerate(index.fields):
            whole = key.operators == "gist_trgm_ops" or index.method == "spgist"
            if key.field:  # of a text that is not held as a whole, no order is asked
                held = _stored if whole else _column
                yield from held(entity, (*inner, position), key.field)
    if index.method == "spgist":
        yield from _spgist(entity, inner, index)
    yield from _method(path, index)
    yield from _operators(entity, inner, index)
    yield from _included(entity, path, index)


def _included(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    for position, name in enumerate(index.include):
        place = (*path, "include", position)
        if name in _asked(index):
            message = f"{name} is in the index already."
            yield Finding(place, "BD413", message, "Leave it out.")
        else:
            yield from _stored(entity, place, name)


_TRIGRAMS = "gin_trgm_ops"


def _spgist(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    """PostgreSQL can order by a tree of prefixes what is a text."""
    for position, key in enumerate(index.fields):
        field = entity.fields.get(key.field)
        if not key.field or key.field in entity.added:
            message = f"spgist is for a field that is a text, not for {key.what.text}."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")
        elif field is not None and field.is_known and field.source.type not in _TEXTS:
            message = f"spgist is for texts, and {key.field} is {_shown(field.source)}."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")


def _gin(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    for position, key in enumerate(index.fields):
        name = key.field
        if not name:
            message = "gin is for json and lists, not for what a function makes."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")
        elif name in entity.added:
            message = f"gin is for json and lists, and {name} is {entity.added[name].schema.type}."
            yield Finding((*path, position), "BD413", message, "Leave the method out.")
        elif name not in entity.fields:
            yield unknown_field(entity, (*path, position), name)
        elif key.operators != _TRIGRAMS and not (
            entity.fields[name].source.type == "json" or entity.fields[name].source.many
        ):
            kind = entity.fields[name].source.type
            message = f"gin is for json and lists, and {name} is {kind}."
            hint = f", or write {name} {_TRIGRAMS}" if kind in _TEXTS else ""
            yield Finding(
                (*path, position), "BD413", message, f"Leave the method out{hint}."
            )


def _method(path: Path, index: Index) -> Iterator[Finding]:
    place = (*path, "method")
    if index.include and index.method not in _INCLUDING:
        message = f"An index by {index.method} cannot include fields."
        yield Finding((*path, "include"), "BD413", message)
    if index.unique and index.method not in _ORDERED:
        message = f"An index by {index.method} cannot be unique."
        yield Finding((*path, "unique"), "BD413", message)
    if index.method in ("hash", "spgist") and len(index.fields) > 1:
        yield Finding(place, "BD413", f"An index by {index.method} has one field.")
    for position, key in enumerate(index.fields):
        if index.method not in _ORDERED and (key.descending or key.nulls):
            message = f"An index by {index.method} has no order."
            hint = f"Write {key.what.text} alone."
            yield Finding((*path, "fields", position), "BD413", message, hint)


_OPERATORS = {
    "text_pattern_ops": (("btree", None, "hash"), _TEXTS),
    "varchar_pattern_ops": (("btree", None, "hash"), _TEXTS),
    "jsonb_path_ops": (("gin",), ("json",)),
    "gin_trgm_ops": (("gin",), _TEXTS),
    "gist_trgm_ops": (("gist",), _TEXTS),
}
"""Operator classes that are no default: of which methods, for which types."""


def _operators(entity: ResolvedEntity, path: Path, index: Index) -> Iterator[Finding]:
    for position, key in enumerate(index.fields):
        place = (*path, position)
        if not key.operators or (key.field and key.field not in entity.fields):
            continue
        if key.operators not in _OPERATORS:
            close = did_you_mean(key.operators, _OPERATORS)
            message = f"{key.operators} is not an operator class that can be asked for."
            yield Finding(place, "BD413", message, close or one_of(_OPERATORS))
            continue
        methods, types = _OPERATORS[key.operators]
        if not key.field or key.descending or key.nulls:
            message = f"{key.operators} stands behind a field alone."
            yield Finding(place, "BD413", message, "Leave the rest out.")
        elif index.method not in methods:
            message = (
                f"{key.operators} is not for an index by {index.method or 'btree'}."
            )
            yield Finding(place, "BD413", message, f"Say method: {methods[0]}.")
        elif entity.fields[key.field].source.type not in types:
            message = (
                f"{key.operators} is not for {entity.fields[key.field].source.type}."
            )
            yield Finding(place, "BD413", message, "Leave it out.")
