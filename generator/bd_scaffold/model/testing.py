"""What the tests that run over all resources know of one entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..resolve.deferral import comes_first, is_exclusive, is_in_circle
from ..resolve.endpoints import has_nested
from ..resolve.indexes import is_unique_in_part
from ..resolve.uniques import properties_of
from .constraints import REFUSING, ForeignKey
from .parts import EntityParts
from .periods import periods_of
from .python import resource as python
from .samples import Sample, absent_value, legal_value, rows_of, samples_of
from .types import (
    Entity,
    Filter,
    Finder,
    NestedLink,
    Property,
    Resource,
    ResourceLink,
    ResourceReference,
)


def resource_of(
    parts: EntityParts,
    properties: Sequence[Property],
    filters: Sequence[Filter],
    finders: Sequence[Finder],
    links: Sequence[NestedLink],
) -> Resource:
    """Return what the tests of all resources know of an entity."""
    written = parts.entity.written
    slots = parts.slots
    found = [properties_of(finder.columns, slots) for finder in finders]
    unique = [_key(parts), *found]
    partial = [i.columns for i in parts.table.indexes if is_unique_in_part(i)]
    scarce = [*unique, *(properties_of(each, slots) for each in partial)]
    scarce = [*scarce, *_with_equal_nulls(parts)]
    varied = frozenset(name for group in scarce for name in group)
    checks = [check.rule for check in written.checks if check.rule]
    periods = periods_of(slots, written.exclude)
    samples = samples_of(slots, varied, checks, periods)
    apart = all(each.period[0] in periods for each in written.exclude)
    lists = "list" in written.operations
    tried = python.Tried(
        samples,
        filters=tuple(_filters(parts, filters, samples)) if lists else (),
        finders=tuple(finder for finder in finders if finder.certain),
    )
    made = Resource(
        rows=rows_of(slots, scarce) if apart else 1,
        absent=tuple(legal_value(slot) for slot in slots if slot.key),
        repeatable=not _is_refused_twice(
            parts, properties, [*unique, *_excluding(parts)]
        ),
        references=tuple(_references(parts, properties)),
        filters=tuple(each.name for each in tried.filters),
        finders=tuple(each.name for each in tried.finders),
        python=python.NOTHING,
        links=tuple(_links(parts, filters, links)),
    )
    return python.written(parts, made, tried)


def _excluding(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    """Yield what is the same of two rows of one body, which therefore overlap."""
    missing = {slot.column for slot in parts.slots if slot.schema.nullable}
    for each, written in zip(
        (each for each in parts.table.constraints if each.kind == "exclude"),
        parts.entity.written.exclude,
        strict=True,
    ):
        if written.where is None and missing.isdisjoint(each.same):
            yield properties_of(each.columns, parts.slots)


def _with_equal_nulls(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    """Yield what has to differ where one null is like another: tests leave relations out."""
    left_out = {s.column for s in parts.slots if s.references and s.schema.nullable}
    for index in parts.table.indexes:
        if index.nulls_not_distinct and not left_out.isdisjoint(index.columns):
            given = [each for each in index.columns if each not in left_out]
            yield properties_of(given, parts.slots)


def tests_of(entities: Sequence[Entity]) -> tuple[str, ...]:
    """Return the modules of tests over all resources that have something to try."""
    tried = (name for entity in entities for name in _tried(entity))
    return tuple(sorted(frozenset(tried)))


def _tried(entity: Entity) -> Iterator[str]:
    resource = entity.resource
    done = {each.kind for each in entity.operations}
    facts = {
        "create": "create" in done,
        "get": "get" in done,
        "list": "list" in done,
        "change": bool({"replace", "update"} & done),
        "delete": "delete" in done,
        "uniqueness": "create" in done and not resource.repeatable,
        "references": "create" in done and any(r.checked for r in resource.references),
        "restrictions": any(r.restricts for r in resource.references),
        "finders": bool(resource.finders),
        "filters": bool(resource.filters),
        "sorting": "list" in done and bool(entity.sorts),
        "nested": any(each.lists for each in resource.references),
        "nested_links": any(each.path for each in resource.links),
        "link_filters": any(each.parameter for each in resource.links),
        "nested_one": "nested_get" in done,
    }
    return (name for name, has in facts.items() if has)


def _key(parts: EntityParts) -> tuple[str, ...]:
    return tuple(slot.name for slot in parts.slots if slot.key)


def _filters(
    parts: EntityParts, filters: Sequence[Filter], samples: Sequence[Sample]
) -> Iterator[Filter]:
    """Yield the filters of columns that are never empty."""
    by_attribute = {slot.attribute: slot for slot in parts.slots}
    filters = [each for each in filters if not each.link]
    missing = {sample.attribute for sample in samples if sample.missing}
    for each in filters:
        slot = by_attribute[each.column]
        optional_relation = slot.references and slot.schema.nullable
        unset = (
            slot.schema.nullable and slot.source is not None and slot.source.readonly
        )
        if not optional_relation and not unset and slot.attribute not in missing:
            yield each


def _is_refused_twice(
    parts: EntityParts, properties: Sequence[Property], unique: Iterable[Sequence[str]]
) -> bool:
    """True where sending the same body twice violates a uniqueness for certain."""
    by_name = {each.name: each for each in properties}
    optional = {s.name for s in parts.slots if s.references and s.schema.nullable}
    return any(
        all(name in by_name and by_name[name].in_create for name in group)
        and not optional & set(group)
        for group in unique
    )


def _references(
    parts: EntityParts, properties: Sequence[Property]
) -> Iterator[ResourceReference]:
    writable = {each.name for each in properties if each.in_create}
    here = {slot.column: slot for slot in parts.slots}
    deferring = parts.resolved.defers
    for key in parts.table.foreign_keys:
        slots = {
            each.column: each for each in parts.resolved.entities[key.target].slots
        }
        target = [slots[column] for column in key.target_columns]
        there = {slot.column: slot.attribute for slot in target}
        field = parts.entity.fields[key.relation]
        circular = deferring and is_in_circle(parts.resolved, field)
        certain = all(absent_value(slot) is not None for slot in target)
        yield ResourceReference(
            name=key.relation,
            target=key.target,
            columns=tuple(
                (here[column].attribute, there[other])
                for column, other in zip(key.columns, key.target_columns, strict=True)
            ),
            required=key.required or key.has_default,
            checked=certain and {here[each].name for each in key.columns} <= writable,
            restricts=_restricts(parts, key),
            lists=tuple(_nested(parts, key, many=True)),
            ones=tuple(_nested(parts, key, many=False)),
            absent=(
                () if all(slot.key for slot in target) else (legal_value(target[0]),)
            ),
            circular=circular,
            deferred=circular and comes_first(parts.resolved, field),
            exclusive=circular and is_exclusive(parts.entity, key.relation),
        )


def _links(
    parts: EntityParts, filters: Sequence[Filter], links: Sequence[NestedLink]
) -> Iterator[ResourceLink]:
    """Yield the relations of many to many by which something is done."""
    lists = "list" in parts.entity.written.operations
    known = {each.column: each.name for each in filters if each.link and lists}
    paths = {
        each.relationship: each.path.rpartition("/")[2]
        for each in links
        if each.written
    }
    targets = {each.relationship: each.target for each in links}
    targets |= {each.relationship: each.target for each in parts.links}
    for relationship, target in targets.items():
        path, name = paths.get(relationship, ""), known.get(relationship, "")
        if path or name:
            yield ResourceLink(relationship, target, path, name)


def _restricts(parts: EntityParts, key: ForeignKey) -> bool:
    """True where a client is refused to delete a row since this key points to it."""
    target = parts.resolved.entities[key.target]
    deletes = "delete" in target.written.operations and not key.keeps
    return deletes and key.on_delete in REFUSING


def _nested(parts: EntityParts, key: ForeignKey, *, many: bool) -> Iterator[str]:
    """Yield the last parts of the paths of these rows under that of what they refer to."""
    if not has_nested(parts.entity, many=many):
        return
    for parent, inverse in parts.declared[parts.name]:
        is_other_side = (parent, inverse.by) == (key.target, key.relation)
        if is_other_side and inverse.source.many is many:
            yield inverse.field_name.replace("_", "-")
