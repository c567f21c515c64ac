"""Relations of many to many that rows of another entity hold, and the lists that they narrow."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..record import replace
from ..resolve import Resolved, ResolvedEntity
from ..resolve import through as resolved_through
from ..resolve.endpoints import (
    has_nested,
    list_parameter,
    nested_path,
    nested_query,
    parameter,
)
from .nested_links import back_of, link_filter
from .parts import EntityParts
from .types import Association, Filter, Nested, Through


def associations_of(parts: EntityParts) -> tuple[Association, ...]:
    """Return the relations of an entity that rows of others hold."""
    return tuple(_association(parts, each) for each in parts.entity.associations)


def link_filters(parts: EntityParts) -> Iterator[Filter]:
    """Yield what an entity's list is narrowed by, of relations of many to many."""
    held = {each.field_name: each for each in parts.entity.associations}
    for each in parts.entity.link_parameters:
        found = link_filter(parts, each)
        if each.field_name in held:
            asked = _through(parts.resolved, held[each.field_name])
            found = replace(found, through=asked, composite=False)
        yield found


def associated_lists(parts: EntityParts) -> Iterator[Nested]:
    """Yield the lists of an entity under the paths of those that others' rows relate it to."""
    if not has_nested(parts.entity, many=True):
        return
    for parent in parts.resolved.entities.values():
        for each in parent.associations:
            if each.target == parts.name:
                yield _list(parts, parent, each)


def _through(resolved: Resolved, each: resolved_through.Association) -> Through:
    """Return how the rows of this side are asked for by a row of the other one."""
    return Through(
        entity=each.through,
        class_name=resolved.entities[each.through].names.class_name,
        own=tuple(slot.attribute for slot in each.near),
        other=tuple(slot.attribute for slot in each.far),
    )


def _association(parts: EntityParts, each: resolved_through.Association) -> Association:
    target = parts.resolved.entities[each.target]
    return Association(
        field=each.field_name,
        was=each.source.was or "",
        target=each.target,
        through=_through(parts.resolved, each),
        ends=each.ends,
        path=nested_path(parts.own, parts.entity.key, each.field_name),
        listed=has_nested(target, many=True),
        by=each.source.by or "",
        x=parts.resolved.own_words("field", each.source.own),
    )


def _list(
    parts: EntityParts, parent: ResolvedEntity, each: resolved_through.Association
) -> Nested:
    given = tuple(parameter(parent.names, part) for part in parent.key)
    asked = _through(parts.resolved, each)
    return Nested(
        parent=parent.name,
        name=each.field_name,
        path=nested_path(parent.names, parent.key, each.field_name),
        query=nested_query(each.target, parent.name, each.field_name),
        filters=(
            Filter(
                name=given[0],
                attribute=list_parameter(parent.names, each.field_name),
                column=back_of(parts, parent.name, each.field_name, each.source.by),
                operator="eq",
                schema=parent.key[0].schema,
                description=f"Only the {names.words(each.field_name)} of this one.",
                link=True,
                through=replace(asked, own=asked.other, other=asked.own, given=given),
            ),
        ),
    )
