"""Relations of many to many under the paths of rows: what they are, and what clients do."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..operation import HttpEndpoint, Operation, OperationKind
from ..record import replace
from ..resolve import ResolvedEntity
from ..resolve.endpoints import (
    has_nested,
    is_written,
    key_type,
    linking_ids,
    list_parameter,
    nested_path,
    nested_query,
    parameter,
)
from ..resolve.nested_links import LinkParameter
from ..resolve.nested_links import NestedLink as Resolved
from .parts import EntityParts
from .python.values import python_type
from .types import Filter, KeyPart, Nested, NestedLink


def nested_links_of(parts: EntityParts) -> tuple[NestedLink, ...]:
    """Return the relations of an entity that stand under its path."""
    return tuple(_nested_link(parts, each) for each in parts.entity.nested_links)


def nested_lists(parts: EntityParts) -> Iterator[Nested]:
    """Yield the lists of an entity under the paths of those that are related to it."""
    if not has_nested(parts.entity, many=True):
        return
    for parent in parts.resolved.entities.values():
        for each in parent.nested_links:
            if each.target == parts.name:
                yield _list(parts, parent, each)


def link_filter(parts: EntityParts, parameter: LinkParameter) -> Filter:
    """Return the filter that narrows a list to the rows that lead to one row."""
    attribute = names.safe_attribute(parameter.name)
    said = names.words(parameter.field_name)
    return Filter(
        name=parameter.name,
        attribute=attribute,
        column=names.safe_attribute(parameter.field_name),
        operator="eq",
        schema=replace(parameter.part.schema, nullable=False),
        description=f"Only those that have this one among their {said}.",
        link=True,
        composite=len(parts.entity.key) > 1,
    )


def back_of(parts: EntityParts, owner: str, field: str, by: str | None) -> str:
    """Return the attribute by which rows lead back to a row that leads to them, if one does."""
    for each in parts.entity.fields.values():
        if (each.source.type, each.source.by) == (owner, field):
            return names.safe_attribute(each.name)
    return names.safe_attribute(by) if by else ""


def linking(parts: EntityParts, links: tuple[NestedLink, ...]) -> Iterator[Operation]:
    """Yield the operations that relate rows of an entity to others, and part them again."""
    own, entities = parts.own, parts.resolved.entities
    for link in links:
        if link.written:
            label = entities[link.target].names.label
            for name, kind, summary in zip(
                linking_ids(own, link.field),
                _KINDS,
                (
                    f"Add one {label} to the {names.words(link.field)} of one {own.label}",
                    f"Take one {label} from the {names.words(link.field)} of one {own.label}",
                ),
                strict=True,
            ):
                yield _operation(parts, link, name, kind, summary)


_KINDS: tuple[OperationKind, OperationKind] = ("link", "unlink")


def _operation(
    parts: EntityParts, link: NestedLink, name: str, kind: OperationKind, summary: str
) -> Operation:
    return Operation(
        name=name,
        kind=kind,
        id=name,
        summary=summary,
        call=kind,
        returned="nothing",
        errors=("not_found", "invalid"),
        http=HttpEndpoint(
            method="put" if kind == "link" else "delete",
            path=link.path + "".join(f"/{{{part.parameter}}}" for part in link.key),
            status=204,
            errors=(),
        ),
        python=None,
        key_of=parts.name,
        relation=link.field,
    )


def _nested_link(parts: EntityParts, link: Resolved) -> NestedLink:
    target = parts.resolved.entities[link.target]
    return NestedLink(
        field=link.field_name,
        relationship=names.safe_attribute(link.field_name),
        target=link.target,
        target_class=target.names.class_name,
        key=tuple(
            KeyPart(
                name=part.name,
                parameter=parameter,
                alias=key_type(target.names, target.key, part),
                attribute=part.attribute,
                schema=part.schema,
                python_type=python_type(part.schema, part.enum),
            )
            for part, parameter in zip(target.key, link.parameters, strict=True)
        ),
        path=nested_path(parts.own, parts.entity.key, link.field_name),
        listed=has_nested(target, many=True),
        written=is_written(parts.resolved, link),
        by=link.source.by or "",
    )


def _list(parts: EntityParts, parent: ResolvedEntity, link: Resolved) -> Nested:
    given = tuple(parameter(parent.names, part) for part in parent.key)
    several = len(given) > 1
    name = list_parameter(parent.names, link.field_name)
    return Nested(
        parent=parent.name,
        name=link.field_name,
        path=nested_path(parent.names, parent.key, link.field_name),
        query=nested_query(link.target, parent.name, link.field_name),
        filters=(
            Filter(
                name=given[0],
                attribute=name,
                column=back_of(parts, parent.name, link.field_name, link.source.by),
                operator="eq",
                schema=parent.key[0].schema,
                description=f"Only the {names.words(link.field_name)} of this one.",
                link=True,
                composite=several or len(parts.entity.key) > 1,
                given=given if several else (),
            ),
        ),
        through=names.safe_attribute(link.field_name),
    )
