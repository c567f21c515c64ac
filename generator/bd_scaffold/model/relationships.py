"""What a mapped class is related to."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..resolve.relations import Inverse
from .constraints import ForeignKey
from .parts import EntityParts
from .types import Relationship


def relationships_of(parts: EntityParts) -> Iterator[Relationship]:
    """Yield an entity's relationships: those with a foreign key, other sides, links."""
    for key in parts.table.foreign_keys:
        yield _to_one(parts, key)
    for inverse in parts.inverses:
        yield _to_many(parts, inverse)
    for link in parts.links:
        yield Relationship(
            attribute=link.relationship,
            field=link.field,
            target=link.target,
            many=True,
            x=link.x,
        )
    yield from _mirrors(parts)


def _mirrors(parts: EntityParts) -> Iterator[Relationship]:
    """Yield the other sides of relations from many to many."""
    for each in parts.entity.nested_links:
        if each.is_mirror:
            yield Relationship(
                attribute=names.safe_attribute(each.field_name),
                field=each.field_name,
                target=each.target,
                many=True,
                by=each.source.by or "",
                was=each.source.was or "",
                x=parts.resolved.own_words("field", each.source.own),
            )


def _to_one(parts: EntityParts, key: ForeignKey) -> Relationship:
    return Relationship(
        attribute=names.safe_attribute(key.relation),
        field=key.relation,
        target=key.target,
        many=False,
        x=next(slot.x for slot in parts.slots if slot.column == key.columns[0]),
    )


def _to_many(parts: EntityParts, inverse: Inverse) -> Relationship:
    return Relationship(
        attribute=names.safe_attribute(inverse.field_name),
        field=inverse.field_name,
        target=inverse.target,
        many=inverse.source.many,
        by=inverse.by,
        was=inverse.source.was or "",
        x=parts.resolved.own_words("field", inverse.source.own),
    )
