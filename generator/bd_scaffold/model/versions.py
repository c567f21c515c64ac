"""Older versions of the API: the names of then, found out from those of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from email.utils import format_datetime

from .. import names
from ..language.api_versions import OlderVersion as Written
from ..language.field_type import FieldType
from ..resolve import Resolved, ResolvedEntity
from ..resolve.api_versions import names_then, path_then
from ..resolve.values import default_of, schema_of
from .types import CustomGroup, Entity, OlderEntity, OlderVersion, Property


def versions_of(
    resolved: Resolved, entities: Sequence[Entity], custom: Sequence[CustomGroup]
) -> tuple[OlderVersion, ...]:
    """Return the older versions of an API, the newest first."""
    said = resolved.design.api.versions
    order = sorted(said, key=lambda name: -int(name[1:]))
    return tuple(
        _version(resolved, name, said[name], entities, custom) for name in order
    )


def _version(
    resolved: Resolved,
    name: str,
    said: Written,
    entities: Sequence[Entity],
    custom: Sequence[CustomGroup],
) -> OlderVersion:
    changed = (_entity(resolved.entities[each.name], each, said) for each in entities)
    return OlderVersion(
        name=name,
        prefix=f"/api/{name}",
        constant=name.upper(),
        entities=tuple(each for each in changed if each),
        without=tuple(dict.fromkeys(_operations(said, entities, custom))),
        enums={
            enum.name: values
            for enum in resolved.enums
            if (values := _below(enum.name, said.called))
        },
        contract=None,
        deprecated=_seconds(said.deprecated) if said.deprecated else None,
        deprecated_day=said.deprecated or "",
        sunset=(
            format_datetime(_moment(said.sunset), usegmt=True) if said.sunset else ""
        ),
        sunset_day=said.sunset or "",
        link=said.link or "",
    )


def _moment(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC)


def _seconds(day: str) -> int:
    return int(_moment(day).timestamp())


def _below(owner: str, said: dict[str, str]) -> dict[str, str]:
    """Return what is said of what an owner has, by its name there."""
    start = f"{owner}."
    return {
        name.removeprefix(start): then
        for name, then in said.items()
        if name.startswith(start)
    }


def _entity(own: ResolvedEntity, entity: Entity, said: Written) -> OlderEntity | None:
    """Return what an older version has of an entity otherwise than today; None for nothing."""
    start = f"{own.name}."
    since = [
        each.removeprefix(start) for each in said.without if each.startswith(start)
    ]
    slots = [each for each in own.slots if each.field_name in since]
    links = [each for each in entity.links if each.field in since]
    called = _below(own.name, said.called)
    # Rows that answers have beside their own values are called like their field.
    rows = {e.name for e in entity.owned} | {e.name for e in entity.inclusions}
    beside = sorted(rows - {each.field for each in links})
    found = OlderEntity(
        name=own.name,
        called=said.called.get(own.name, own.name),
        path=path_then(own, said),
        properties={
            now: then
            for field, other in called.items()
            for now, then in names_then(own.slots, field, other)
        }
        | {each: called[each] for each in beside if each in called},
        since=(
            *(each.name for each in slots),
            *(each.name for each in links),
            *(each for each in beside if each in since),
        ),
        hidden=(
            *(each.attribute for each in slots),
            *(each.relationship for each in links),
        ),
        had=tuple(_gone(name, field) for name, field in _fields(own.name, said.had)),
    )
    same = OlderEntity(own.name, own.name, own.names.path, {})
    return None if found == same else found


def _fields(owner: str, said: dict[str, FieldType]) -> Iterator[tuple[str, FieldType]]:
    for name, field in said.items():
        entity, _, rest = name.partition(".")
        if entity == owner:
            yield rest, field


def _gone(name: str, field: FieldType) -> Property:
    """Return a property that has gone: an answer shows its default, or null."""
    schema = schema_of(field, None, key=False)
    default = default_of(field, schema) if field.has_default else None
    return Property(
        name=name,
        attribute=names.safe_attribute(name),
        schema=schema,
        has_default=field.has_default,
        default=default,
    )


def _operations(
    said: Written, entities: Sequence[Entity], custom: Sequence[CustomGroup]
) -> Iterator[str]:
    """Yield the ids of operations that have come since."""
    since = {*said.without}
    for entity in entities:
        for each in entity.operations:
            owned = {entity.name, f"{entity.name}.{each.name}"}
            related = {f"{each.key_of}.{each.relation}"} if each.relation else set()
            if since & (owned | related):
                yield each.id
        for nested in entity.nested:
            if {nested.parent, f"{nested.parent}.{nested.name}"} & since:
                paths = [e.id for e in entity.operations if e.http.path == nested.path]
                yield from paths
    for group in custom:
        for own in group.operations:
            if since & {own.full_name, group.name}:
                yield own.operation.id
