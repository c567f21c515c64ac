"""What the tests that run over all resources know of one entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import get_args

from .. import names
from ..language.expression import fields_of
from ..language.scalars import ACCOUNT
from ..resolve.computed import made_of, spelled_out
from ..resolve.deferral import comes_first, is_exclusive, is_in_circle
from ..resolve.endpoints import has_nested
from ..resolve.indexes import is_unique_in_part
from ..resolve.slots import ACCOUNT_KEY, Slot, dividing, is_computed
from ..resolve.types import Comparison, Operator
from ..resolve.uniques import properties_of
from .constraints import REFUSING, ForeignKey, on_delete_of_links
from .parts import EntityParts
from .periods import periods_of
from .python import resource as python
from .samples import Sample, absent_value, legal_value, rows_of, samples_of
from .types import (
    Association,
    Entity,
    Filter,
    Finder,
    NestedLink,
    Property,
    Resource,
    ResourceAssociation,
    ResourceLink,
    ResourceReference,
)


def resource_of(
    parts: EntityParts,
    properties: Sequence[Property],
    filters: Sequence[Filter],
    finders: Sequence[Finder],
    related: tuple[Sequence[NestedLink], Sequence[Association]],
) -> Resource:
    """Return what the tests of all resources know of an entity."""
    written = parts.entity.written
    slots = parts.slots
    found = [properties_of(finder.columns, slots) for finder in finders]
    made_from = partial(made_of, slots=slots) if any(map(is_computed, slots)) else tuple
    unique = [made_from(group) for group in (_key(parts), *found)]
    divided = dividing(slots)
    some = [
        tuple(column for column in index.columns if column not in divided)
        for index in parts.table.indexes
        if is_unique_in_part(index)
    ]
    scarce = [*unique, *(properties_of(each, slots) for each in some)]
    scarce = [made_from(each) for each in (*scarce, *_with_equal_nulls(parts))]
    varied = frozenset(name for group in scarce for name in group)
    checks = [spelled_out(each.rule, slots) for each in written.checks if each.rule]
    periods = periods_of(slots, written.exclude)
    samples = samples_of(slots, varied, checks, periods)
    apart = all(each.period[0] in periods for each in written.exclude)
    lists = "list" in written.operations
    tried = python.Tried(
        samples,
        filters=tuple(_filters(parts, filters, samples)) if lists else (),
        finders=tuple(finder for finder in finders if finder.certain),
        forms=tuple(_forms(parts, filters)) if lists else (),
    )
    made = Resource(
        rows=rows_of(slots, scarce) if apart else 1,
        absent=tuple(legal_value(slot) for slot in slots if slot.key),
        repeatable=not _is_refused_twice(
            parts, properties, [*unique, *_excluding(parts)]
        ),
        references=(*_references(parts, properties), *_accounts(parts)),
        filters=tuple(each.name for each in tried.filters),
        forms=tuple(each.name for each, _ in tried.forms),
        finders=tuple(each.name for each in tried.finders),
        python=python.NOTHING,
        computed=tuple(each.name for each in slots if _is_shown_computed(each)),
        links=tuple(_links(parts, filters, related[0])),
        associations=tuple(_associations(parts, filters, related[1])),
    )
    return python.written(parts, made, tried)


def _is_shown_computed(slot: Slot) -> bool:
    internal = slot.source is not None and slot.source.internal
    return is_computed(slot) and not internal


def _excluding(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    """Yield what is the same of two rows of one body, which therefore overlap."""
    missing = {slot.column for slot in parts.slots if slot.schema.nullable}
    for each, written in zip(
        (each for each in parts.table.constraints if each.kind == "exclude"),
        parts.entity.written.exclude,
        strict=True,
    ):
        if written.where is None and missing.isdisjoint(each.same):
            apart = dividing(parts.slots)
            columns = [column for column in each.columns if column not in apart]
            yield properties_of(columns, parts.slots)


def _with_equal_nulls(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    """Yield what has to differ where one null is like another: tests leave relations out."""
    left_out = {s.column for s in parts.slots if s.references and s.schema.nullable}
    for index in parts.table.indexes:
        if index.nulls_not_distinct and not left_out.isdisjoint(index.columns):
            left_out.update(dividing(parts.slots))
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
        "computed": bool(resource.computed) and {"create", "update"} <= done,
        "get": "get" in done,
        "list": "list" in done,
        "change": bool({"replace", "update"} & done),
        "delete": "delete" in done,
        "uniqueness": "create" in done and not resource.repeatable,
        "references": "create" in done and any(r.checked for r in resource.references),
        "restrictions": any(r.restricts for r in resource.references),
        "finders": bool(resource.finders),
        "filters": bool(resource.filters),
        "filter_forms": bool(resource.forms),
        "orders": "list" in done and bool(entity.order),
        "sorting": "list" in done and bool(entity.sorts),
        "nested": any(each.lists for each in resource.references),
        "nested_links": any(each.path for each in resource.links),
        "link_filters": any(each.parameter for each in resource.links),
        "restricting_links": any(each.restricts for each in resource.links),
        "nested_one": "nested_get" in done,
        "through": bool(resource.associations),
    }
    return (name for name, has in facts.items() if has)


def _key(parts: EntityParts) -> tuple[str, ...]:
    return tuple(slot.name for slot in parts.slots if slot.key)


def _filters(
    parts: EntityParts, filters: Sequence[Filter], samples: Sequence[Sample]
) -> Iterator[Filter]:
    """Yield the filters of columns that are never empty."""
    by_attribute = {slot.attribute: slot for slot in parts.slots}
    filters = [e for e in filters if not e.link and e.operator in _COMPARISONS]
    missing = {sample.attribute for sample in samples if sample.missing}
    for each in filters:
        slot = by_attribute[each.column]
        optional_relation = slot.references and slot.schema.nullable
        unset = slot.schema.nullable and _is_not_given(slot)
        if not optional_relation and not unset and slot.attribute not in missing:
            yield each


_COMPARISONS: tuple[Operator, ...] = get_args(Comparison)


def _forms(
    parts: EntityParts, filters: Sequence[Filter]
) -> Iterator[tuple[Filter, bool]]:
    """Yield the other filters of columns, and whether tests store a row without the value."""
    by_attribute = {slot.attribute: slot for slot in parts.slots}
    for each in filters:
        if not each.link and each.operator not in _COMPARISONS:
            yield each, _may_be_left_out(parts, by_attribute[each.column])


def _may_be_left_out(parts: EntityParts, slot: Slot) -> bool:
    """True for a value of which no rule of the design wants that it is there."""
    written = parts.entity.written
    ruled = {name for each in written.exclude for name in (*each.fields, *each.period)}
    for check in written.checks:
        if check.rule is None:
            return False
        ruled |= {*fields_of(check.rule)}
    beside = slot.references or slot.part or slot.added or is_computed(slot)
    return slot.schema.nullable and not beside and slot.field_name not in ruled


def _is_not_given(slot: Slot) -> bool:
    """True for what the design writes and clients don't."""
    return slot.source is not None and (slot.source.readonly or is_computed(slot))


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


def _accounts(parts: EntityParts) -> Iterator[ResourceReference]:
    """Yield the references to accounts, which tests store without a request."""
    for slot in parts.slots:
        if slot.references == ACCOUNT:
            yield ResourceReference(
                name=slot.field_name,
                target=ACCOUNT,
                columns=((slot.attribute, ACCOUNT_KEY),),
                required=not slot.schema.nullable,
                checked=False,
                restricts=False,
                lists=(),
            )


def _links(
    parts: EntityParts, filters: Sequence[Filter], links: Sequence[NestedLink]
) -> Iterator[ResourceLink]:
    """Yield the relations of many to many by which something is done."""
    lists = "list" in parts.entity.written.operations
    known = {
        each.column: each.name
        for each in filters
        if each.link and lists and each.through is None
    }
    paths = {
        each.relationship: each.path.rpartition("/")[2]
        for each in links
        if each.written
    }
    targets = {each.relationship: each.target for each in links}
    targets |= {each.relationship: each.target for each in parts.links}
    restricting = {*_restricting(parts)}
    for relationship, target in targets.items():
        path, name = paths.get(relationship, ""), known.get(relationship, "")
        restricts = relationship in restricting
        if path or name or restricts:
            yield ResourceLink(relationship, target, path, name, restricts)


def _restricting(parts: EntityParts) -> Iterator[str]:
    """Yield the relations of many to many that keep a client from deleting the other row."""
    for field in parts.entity.fields.values():
        target = parts.resolved.entities.get(field.source.type)
        if field.kind in ("link", "mirror") and target is not None:
            refuses = on_delete_of_links(field.source) in REFUSING
            if refuses and "delete" in target.written.operations:
                yield names.safe_attribute(field.name)


def _associations(
    parts: EntityParts, filters: Sequence[Filter], associations: Sequence[Association]
) -> Iterator[ResourceAssociation]:
    """Yield the relations that rows of others hold by which something is asked for."""
    lists = "list" in parts.entity.written.operations
    known = {each.column: each.name for each in filters if each.through and lists}
    for each in associations:
        path = each.path.rpartition("/")[2] if each.listed else ""
        name = known.get(names.safe_attribute(each.field), "")
        if path or name:
            own, other = each.ends
            entity = each.through.entity
            yield ResourceAssociation(entity, own, other, path, name)


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
