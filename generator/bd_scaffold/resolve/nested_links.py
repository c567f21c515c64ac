"""Relations of many to many under the paths of rows: `Tag[] nested`, and `Article[] by tags`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import names
from ..language.design import FieldType
from ..record import Record
from .fields import Field
from .naming import EntityNames
from .relations import Link, LinkColumn, link_of
from .slots import Resolver, Slot, column_to


class NestedLink(Record, frozen=True):
    """One side of a relation of many to many, of which rows stand under this side's paths."""

    field_name: str
    source: FieldType
    target: str  # the entity whose rows these are
    owner: str  # the one that declares the table
    link: Link  # the relation as that one declares it
    far: tuple[LinkColumn, ...]  # the columns of the table with the keys of the target
    parameters: tuple[str, ...]  # for the target's key, in paths: "tag_id"

    @property
    def is_mirror(self) -> bool:
        """True for the side that has no table."""
        return self.source.by is not None


class LinkParameter(Record, frozen=True):
    """A query parameter that narrows a list to the rows that lead to one row."""

    name: str  # "tag_id"
    field_name: str  # "tags"
    part: Slot  # of the other side's key


def nested_links(
    resolver: Resolver, own: Mapping[str, EntityNames], fields: Mapping[str, Field]
) -> Iterator[NestedLink]:
    """Yield the relations of an entity that stand under its path."""
    for field in fields.values():
        if field.kind == "link" and field.source.nested:
            link = _link(resolver, own, field)
            yield _nested(field, link, field.entity_name, link.far)
        elif field.kind == "mirror":
            there = resolver.fields[field.source.type][str(field.source.by)]
            if there.kind != "link":
                continue
            link = _link(resolver, own, there)
            yield _nested(field, link, there.entity_name, link.near)


def link_parameters(
    resolver: Resolver, fields: Mapping[str, Field]
) -> Iterator[LinkParameter]:
    """Yield what the list of an entity can be narrowed by, of relations of many to many."""
    for field in fields.values():
        if field.kind in ("link", "through", "mirror") and field.source.filter:
            key = resolver.key(field.source.type)
            if len(key) == 1:
                (name,), (part,) = _parameters(field, key), key
                yield LinkParameter(name, field.name, part)


def _parameters(field: Field, key: Sequence[Slot]) -> tuple[str, ...]:
    """Return what a key is called that some relation leads to: `tag_id`, `slot_at`."""
    stem, alone = names.singular(field.name), len(key) == 1
    return tuple(column_to(stem, part.name, alone=alone) for part in key)


def _link(resolver: Resolver, own: Mapping[str, EntityNames], field: Field) -> Link:
    near, far = resolver.key(field.entity_name), resolver.key(field.source.type)
    return link_of(field, own[field.entity_name], near, far)


def _nested(
    field: Field, link: Link, owner: str, far: tuple[LinkColumn, ...]
) -> NestedLink:
    return NestedLink(
        field_name=field.name,
        source=field.source,
        target=field.source.type,
        owner=owner,
        link=link,
        far=far,
        parameters=_parameters(field, [each.part for each in far]),
    )
