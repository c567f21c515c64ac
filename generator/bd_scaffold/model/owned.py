"""Rows that are written and read inside of the one that owns them: what either side knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as with_

from .. import names
from ..features.routes import Views
from ..resolve import Resolved, ResolvedEntity
from ..resolve.endpoints import owned_item
from ..resolve.relations import Inverse
from .links import links_of
from .parts import EntityParts
from .properties import properties_of_json
from .types import Owned, Owner, Property

_MOST = 100
"""How many of them a body has where the design says nothing."""


def owned_of(parts: EntityParts) -> tuple[Owned, ...]:
    """Return the rows that stand inside of an entity's own."""
    return tuple(_owned(parts, each) for each in parts.inverses if each.source.owned)


def owners_of(parts: EntityParts) -> tuple[Owner, ...]:
    """Return the entities inside of whose rows an entity's own stand."""
    return tuple(
        _owner(parts, owner, inverse)
        for owner, inverse in parts.declared[parts.name]
        if inverse.source.owned
    )


def views_of(resolved: Resolved, entity: ResolvedEntity) -> Views | None:
    """Return how answers differ by who asks, with those of rows inside of them."""
    inside = (each.target for each in entity.inverses if each.source.owned)
    shown = (entity, *(resolved.entities[name] for name in inside))
    found = (each.router.views for one in shown for each in one.features)
    return next(filter(None, found), None)


def _owned(parts: EntityParts, inverse: Inverse) -> Owned:
    target = parts.resolved.entities[inverse.target]
    reference = _reference(parts, parts.entity, inverse)
    there = with_(parts, name=target.name, links=links_of(parts.resolved, target.name))
    own = [*_own(there, {attribute for attribute, _ in reference})]
    source, most = inverse.source, inverse.source.max_length
    return Owned(
        name=inverse.field_name,
        field=inverse.field_name,
        was=source.was or "",
        attribute=names.safe_attribute(inverse.field_name),
        target=target.name,
        by=inverse.by,
        package=target.names.package,
        item=owned_item(parts.name, inverse.field_name),
        most=_MOST if most is None else most,
        reference=reference,
        fixed=tuple(name for name, each in own if not each.in_replace),
        needed=tuple(name for name, each in own if each.is_ruled and each.required),
        keyed=any(each.name in _key(target) for _, each in own),
    )


def _own(there: EntityParts, reference: set[str]) -> Iterator[tuple[str, Property]]:
    """Yield what clients give a new row beside its owner, by attribute."""
    found = {
        each.part.attribute if each.part else each.attribute: each
        for each in reversed([*properties_of_json(there)])
        if each.in_create and each.attribute not in reference
    }
    yield from reversed(found.items())


def _key(entity: ResolvedEntity) -> set[str]:
    return {slot.name for slot in entity.key}


def _owner(parts: EntityParts, name: str, inverse: Inverse) -> Owner:
    owner = parts.resolved.entities[name]
    return Owner(
        entity=name,
        class_name=owner.names.class_name,
        field=inverse.field_name,
        item=owned_item(name, inverse.field_name),
        reference=_reference(parts, owner, inverse),
        counts=any(each.mapper for f in owner.features for each in f.columns),
    )


def _reference(
    parts: EntityParts, owner: ResolvedEntity, inverse: Inverse
) -> tuple[tuple[str, str], ...]:
    """Return the attributes by which rows refer to their owner, with its own."""
    keys = parts.foreign_keys[inverse.target]
    key = next(each for each in keys if each.relation == inverse.by)
    there = parts.resolved.entities[inverse.target].slots
    own = {slot.column: slot.attribute for slot in owner.slots}
    others = {slot.column: slot.attribute for slot in there}
    return tuple(
        (others[column], own[target])
        for column, target in zip(key.columns, key.target_columns, strict=True)
    )
