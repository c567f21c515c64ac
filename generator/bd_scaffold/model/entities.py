"""One entity of the model, put together from its slots and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..features.routes import Router
from ..operation import Operation, OperationKind
from ..resolve import ResolvedEntity
from ..resolve.derived import finder
from ..resolve.endpoints import has_nested, item_path, key_type, parameter
from ..resolve.indexes import is_unique_in_part
from ..resolve.naming import EntityNames
from ..resolve.slots import (
    Slot,
    dividing,
    is_server_set,
)
from ..resolve.uniques import properties_of, shown
from . import lists, testing
from .constraints import REFUSING
from .copies import copies_names, left_out
from .files import files_of
from .inclusions import including, inclusions_of, naming_fields
from .nested_links import linking, nested_links_of, nested_lists
from .operations import nested as under
from .operations import operations_of
from .owned import owned_of, owners_of, views_of
from .parts import EntityParts
from .properties import properties_of_json
from .python.access import access_cases, access_code
from .python.inclusions import inclusions_code
from .python.mapped import mapped_code
from .python.person import person_code
from .python.repository import repository_code
from .python.router import router_of, served
from .python.service import service_code
from .python.slices import Slice
from .python.transitions import transitions_code
from .python.values import python_type
from .relationships import relationships_of
from .retention import retention_of
from .through import associated_lists, associations_of, link_filters
from .transitions import model_transitions
from .types import (
    Entity,
    Finder,
    KeyPart,
    Nested,
    NestedLink,
    Property,
)


def entity_of(parts: EntityParts) -> Entity:
    """Return the entity as templates see it, without its contract."""
    own, slots = parts.own, parts.slots
    entity = parts.entity
    used = {each.name for each in entity.features}
    written = entity.written
    key = key_parts(own, slots)
    nested = (*_nested(parts), *nested_lists(parts), *associated_lists(parts))
    links, associations = nested_links_of(parts), associations_of(parts)
    finders = tuple(_finders(parts))
    properties = tuple(properties_of_json(parts))
    conflicting = tuple(_conflicting(parts, properties))
    filters = (*lists.filters_of(entity.parameters), *link_filters(parts))
    related_filters = lists.related_filters_of(entity.related)
    routed = _routed(parts, key, nested, links)
    inclusions = inclusions_of(parts)
    derived = _operations(parts, nested, tuple(linking(parts, links)), conflicting)
    asked = including(derived, inclusions)
    if entity.sparse_fields:
        asked = naming_fields(asked, parts.name)
    operations = served(routed, (*asked,))
    transitions = model_transitions(parts)
    owned, owners = owned_of(parts), owners_of(parts)
    return Entity(
        name=own.name,
        was=written.was or "",
        class_name=own.class_name,
        singular=own.singular,
        handle=own.handle,
        plural=own.plural,
        variable=own.variable,
        label=own.label,
        label_plural=own.label_plural,
        title=own.name,
        description=written.description or "",
        area=own.area,
        package=own.package,
        directory=own.directory,
        tests=own.tests,
        path=own.path,
        item_path=item_path(own, entity.key),
        key=key,
        operations=operations,
        pagination=entity.pagination,
        related_filters=related_filters,
        related_sorts=lists.related_sorts_of(entity.related),
        backwards=entity.paging.backwards,
        totals=entity.paging.totals,
        properties=properties,
        filters=filters,
        sorts=lists.sorts_of(slots),
        default_sort=key[0].name if len(key) == 1 else "",
        search=entity.usage.modifiers["search"],
        search_language=(
            entity.usage.language if entity.usage.modifiers["search"] else ""
        ),
        features={
            each.name: each.name in used
            for each in parts.resolved.features
            if each.told or each.name in used
        },
        volume=entity.volume,
        nested=nested,
        table=own.table,
        relationships=tuple(relationships_of(parts)),
        links=parts.links,
        finders=finders,
        mapped=mapped_code(parts),
        repository=repository_code(
            parts,
            finders,
            (*filters, *related_filters),
            nested,
            (owned, owners),
        ),
        service=service_code(parts, operations),
        router=router_of(routed, operations),
        resource=testing.resource_of(
            parts, properties, filters, finders, (links, associations)
        ),
        contract=None,
        x=parts.resolved.own_words("entity", written.own),
        nested_links=links,
        associations=associations,
        rate_limit=written.rate_limit,
        access=access_code(parts, entity.access) if entity.access else None,
        access_cases=(
            access_cases(parts, filters, entity.usage.modifiers["search"])
            if entity.access
            else None
        ),
        erase=str(written.erase) if written.erase else None,
        order=tuple(each.text for each in entity.order),
        person=person_code(parts, properties),
        transitions=transitions,
        transitions_code=transitions_code(parts, transitions, operations),
        left_out=left_out(entity),
        copies_names=copies_names(entity),
        inclusions=inclusions,
        sparse_fields=entity.sparse_fields,
        inclusions_code=inclusions_code(parts, inclusions),
        owned=owned,
        owners=owners,
        retention=retention_of(entity),
        files=tuple(files_of(parts, operations)),
    )


def _operations(
    parts: EntityParts,
    nested: Sequence[Nested],
    linked: Sequence[Operation],
    conflicting: Sequence[OperationKind],
) -> tuple[Operation, ...]:
    entity, entities = parts.entity, parts.resolved.entities
    read = (under(parts.own, entities[each.parent].names, each) for each in nested)
    return operations_of(entity, (*read, *linked), conflicting)


def _routed(
    parts: EntityParts,
    key: Sequence[KeyPart],
    nested: Sequence[Nested],
    links: Sequence[NestedLink],
) -> Slice:
    entities = parts.resolved.entities
    parents = {each.parent: entities[each.parent] for each in nested}
    others = {each.target: entities[each.target] for each in links}
    keys = {name: key_parts(each.names, each.key) for name, each in parents.items()}
    return Slice(
        name=parts.name,
        package=parts.package,
        keys={**keys, parts.name: key},
        packages={
            name: each.names.package for name, each in (parents | others).items()
        },
        nested={each.path: each for each in nested},
        links={each.field: each for each in links},
        path=parts.own.path,
        request=parts.entity.pagination == "page",
        abridged=parts.entity.abridges,
        handle=parts.own.handle,
        including=any(each.source.include for each in parts.entity.fields.values()),
        sparse=parts.entity.sparse_fields,
        added=(
            *(each.router for each in parts.entity.features),
            Router(views=views_of(parts.resolved, parts.entity)),
        ),
        owned=tuple(
            (each.field_name, entities[each.target].names.class_name)
            for each in parts.inverses
            if each.source.owned and _has_views(entities[each.target])
        ),
    )


def _has_views(entity: ResolvedEntity) -> bool:
    return any(each.router.views for each in entity.features)


def key_parts(own: EntityNames, slots: Sequence[Slot]) -> tuple[KeyPart, ...]:
    """Return an entity's key as it stands in paths."""
    key = [slot for slot in slots if slot.key]
    return tuple(
        KeyPart(
            name=slot.name,
            parameter=parameter(own, slot),
            alias=key_type(own, key, slot),
            attribute=slot.attribute,
            schema=slot.schema,
            python_type=python_type(slot.schema, slot.enum),
        )
        for slot in key
    )


_WRITES: tuple[OperationKind, ...] = ("create", "replace", "update")


def _conflicting(
    parts: EntityParts, properties: Sequence[Property]
) -> Iterator[OperationKind]:
    """Yield the operations that the contract allows and the data can still refuse."""
    for kind in _WRITES:
        written = {each.name for each in properties if getattr(each, f"in_{kind}")}
        if _meets_others(parts) or any(
            not written.issuperset(properties_of(each.columns, parts.slots))
            or (kind == "update" and len(each.columns) > 1)
            for each in parts.table.constraints
            if each.origin == "declared"
        ):
            yield kind
    if _is_referenced(parts):
        yield "delete"


_MEETING = ("unique", "exclude", "foreign_key")  # of a foreign key to an account


def _meets_others(parts: EntityParts) -> bool:
    """True where other rows can be in the way of one."""
    table = parts.table
    return (
        any(map(_may_be_taken, parts.entity.key))
        or bool(table.foreign_keys or parts.listed_keys)
        or any(index.unique for index in table.indexes)
        or any(each.kind in _MEETING and not each.divides for each in table.constraints)
    )


def _may_be_taken(part: Slot) -> bool:
    """True for a key that another row can have already: a client's own, or a random code."""
    return not is_server_set(part) or part.schema.type == "string"


def _is_referenced(
    parts: EntityParts,
    name: str = "",
    seen: frozenset[str] = frozenset(),
    *,
    really: bool = False,
) -> bool:
    """True where a delete can be refused, since rows that point here would be left behind."""
    name = name or parts.name
    pointing = parts.pointing[name]
    linked = parts.linked_to.get(parts.resolved.entities[name].names.table, ())
    if any(each.on_delete in REFUSING for each in linked):
        return True
    hides = parts.resolved.entities[name].keeps_rows and not really
    if any(
        key.on_delete in (*REFUSING, "SET DEFAULT") and not (hides and key.keeps)
        for _, key in pointing
    ):
        return True
    return any(
        key.on_delete == "CASCADE"
        and owner not in seen
        and _is_referenced(parts, owner, seen | {name}, really=not hides)
        for owner, key in pointing
    )


def _nested(parts: EntityParts) -> Iterator[Nested]:
    """What of this entity other entities declare as their other side."""
    for parent, inverse in parts.declared[parts.name]:
        many = inverse.source.many
        if not has_nested(parts.entity, many=many):
            continue
        key = parts.resolved.entities[parent].key
        yield lists.nested_of(
            parts.name,
            parts.resolved.entities[parent],
            key_parts(parts.resolved.entities[parent].names, key),
            inverse.field_name,
            inverse.by,
            parts.slots,
            one=not many,
        )


def _unique_columns(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    """Yield what is unique among all rows of a part that are not deleted."""
    table, apart = parts.table, dividing(parts.slots)
    held = [each for each in table.constraints if not each.divides]
    found = [each.columns for each in held if each.kind in ("primary_key", "unique")]
    found += [i.columns for i in table.indexes if i.unique and not is_unique_in_part(i)]
    yield from (tuple(each for each in group if each not in apart) for group in found)


def _finders(parts: EntityParts) -> Iterator[Finder]:
    """A look-up for each group of fields that is unique among all rows."""
    by_column = {slot.column: slot for slot in parts.slots}
    key = tuple(slot.column for slot in parts.slots if slot.key)
    for columns in _unique_columns(parts):
        if columns == key:
            continue
        slots = shown(columns, parts.slots)
        held = [by_column[column] for column in columns]
        typed = [f"{s.attribute}: {python_type(s.schema, s.enum)}" for s in slots]
        yield Finder(
            name=finder([slot.name for slot in slots]),
            columns=columns,
            parameters=("self", *typed),
            given=tuple(
                f"{there.attribute}={s.attribute}"
                for there, s in zip(held, slots, strict=True)
            ),
            attributes=tuple(s.attribute for s in slots),
            certain=not any(slot.schema.nullable for slot in slots),
        )
