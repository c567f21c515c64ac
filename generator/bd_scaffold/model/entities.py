"""One entity of the model, put together from its slots and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import names
from ..language.design import ALL_OPERATIONS
from ..resolve.naming import EntityNames
from ..resolve.relations import Inverse
from ..resolve.slots import (
    Slot,
    default_value,
    has_default,
    is_server_set,
)
from ..resolve.types import Schema
from . import code, lists, testing
from .parts import EntityParts
from .tables import ForeignKey, foreign_key_constraint
from .types import (
    Constraint,
    Entity,
    Finder,
    KeyPart,
    Nested,
    Property,
    Relationship,
)
from .values import python_type


def entity_of(parts: EntityParts) -> Entity:
    """Return the entity as templates see it, without its contract."""
    own, slots, table = parts.own, parts.slots, parts.table
    entity = parts.entity
    written = entity.written
    key = key_parts(own, slots)
    nested = tuple(_nested(parts))
    constraints = tuple(_constraints(parts))
    conflicts = _conflicts(parts, constraints)
    referenced = _is_referenced(parts)
    finders = tuple(_finders(parts))
    properties = tuple(_properties(parts))
    filters = lists.filters_of(entity.parameters)
    search = tuple(
        f'"{s.attribute}"' for s in slots if s.source is not None and s.source.search
    )
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
        item_path=own.path + "".join("/{" + part.parameter + "}" for part in key),
        key=key,
        operations=tuple(o for o in ALL_OPERATIONS if o in written.operations),
        pagination=entity.pagination,
        properties=properties,
        filters=filters,
        sorts=lists.sorts_of(slots),
        default_sort=key[0].name if len(key) == 1 else "",
        search_sources=search,
        search=tuple(
            s.attribute for s in slots if s.source is not None and s.source.search
        ),
        timestamps=written.timestamps,
        soft_delete=written.soft_delete,
        versioned=written.versioned,
        volume=entity.volume,
        list_method="cursor_page" if entity.pagination == "cursor" else "page",
        presented=("found",) if entity.pagination == "cursor" else ("found", "request"),
        create_errors=(409, 422) if conflicts else (422,),
        write_errors=_errors(conflict=conflicts, versioned=written.versioned),
        delete_errors=_errors(conflict=referenced, versioned=written.versioned),
        nested=nested,
        table=own.table,
        columns=table.columns,
        relationships=tuple(_relationships(parts)),
        constraints=constraints,
        indexes=table.indexes,
        links=table.links,
        finders=finders,
        table_calls=(
            *((c.call, c.arguments) for c in constraints),
            *(("sa.Index", index.arguments) for index in table.indexes),
        ),
        filter_calls=(
            *(("Filter", each.arguments) for each in filters),
            *((("Search", search),) if search else ()),
        ),
        link_calls=tuple(("Link", link.arguments) for link in table.links),
        imports=code.imports(parts),
        repository=code.repository(
            parts, finders, filters=bool(filters), searched=bool(search)
        ),
        service=code.service(own.name, written.operations, entity.pagination),
        router=code.router(parts, key, nested),
        resource=testing.resource_of(parts, properties, filters, finders),
        contract=None,
        x=parts.resolved.own_words("entity", written.own),
    )


def _errors(*, conflict: bool, versioned: bool) -> tuple[int, ...]:
    return (404, *((409,) if conflict else ()), *((412,) if versioned else ()), 422)


def key_parts(own: EntityNames, slots: Sequence[Slot]) -> tuple[KeyPart, ...]:
    """Return an entity's key as it stands in paths."""
    key = [slot for slot in slots if slot.key]
    return tuple(
        KeyPart(
            name=slot.name,
            parameter=lists.parameter(own, slot),
            alias=f"{own.name}{names.pascal(slot.name) if len(key) > 1 else ''}Key",
            attribute=slot.attribute,
            schema=slot.schema,
            python_type=python_type(slot.schema, slot.enum),
        )
        for slot in key
    )


def _properties(parts: EntityParts) -> Iterator[Property]:
    written = [slot for slot in parts.slots if not slot.added]
    for slot in written:
        yield _property(slot)
    for link in parts.table.links:
        target = parts.resolved.entities[link.target].key[0]
        yield Property(
            name=link.name,
            attribute=link.attribute,
            schema=_listed(target.schema),
            description="",
            references=link.target,
            has_default=True,
            default=[],
            in_read=True,
            in_create=True,
            in_replace=True,
            in_update=True,
            required=False,
            x=link.x,
        )
    for slot in parts.slots:
        if slot.added and not slot.added.hidden:
            yield _property(slot)


def _listed(schema: Schema) -> Schema:
    return Schema(
        **{name: getattr(schema, name) for name in Schema.__slots__} | {"many": True}
    )


def _property(slot: Slot) -> Property:
    server = is_server_set(slot)
    source = slot.source
    immutable = slot.key or (source is not None and source.immutable)
    defaulted = has_default(slot)
    return Property(
        name=slot.name,
        attribute=slot.attribute,
        schema=slot.schema,
        description=slot.description,
        references=slot.references,
        has_default=defaulted,
        default=default_value(slot) if defaulted else None,
        in_read=source is None or not source.writeonly,
        in_create=not server,
        in_replace=not server and not immutable,
        in_update=not server and not immutable,
        required=not server and not slot.schema.nullable and not defaulted,
        x=slot.x,
    )


def _constraints(parts: EntityParts) -> Iterator[Constraint]:
    yield from parts.table.constraints
    for key in parts.table.foreign_keys:
        yield foreign_key_constraint(key, late=key.name in parts.late)


def _conflicts(parts: EntityParts, constraints: Sequence[Constraint]) -> bool:
    """True where a write that the contract allows can still be refused by the data."""
    stated = {
        c.name for c in parts.table.constraints if c.kind == "check" and not c.implied
    }
    refused = any(c.kind != "check" or c.name in stated for c in constraints)
    unique = any("unique=True" in index.arguments for index in parts.table.indexes)
    natural = parts.entity.written.key is not None
    return refused or unique or natural or bool(parts.table.links)


def _is_referenced(
    parts: EntityParts, name: str = "", seen: frozenset[str] = frozenset()
) -> bool:
    """True where a delete can be refused, since rows that point here would be left behind."""
    name = name or parts.name
    if parts.resolved.entities[name].written.soft_delete and not seen:
        return False
    pointing = parts.pointing[name]
    if any(key.on_delete == "RESTRICT" for _, key in pointing):
        return True
    return any(
        key.on_delete == "CASCADE"
        and owner not in seen
        and _is_referenced(parts, owner, seen | {name})
        for owner, key in pointing
    )


def _relationships(parts: EntityParts) -> Iterator[Relationship]:
    for key in parts.table.foreign_keys:
        yield _to_one(parts, key)
    for inverse in parts.inverses:
        yield _to_many(parts, inverse)
    for link in parts.table.links:
        target = f'"{link.target_class}"'
        yield Relationship(
            attribute=link.relationship,
            annotation=f"list[{target}]",
            arguments=(
                *_link_arguments(parts, link.variable, link.target),
                'lazy="raise"',
            ),
            x=link.x,
        )


def _to_one(parts: EntityParts, key: ForeignKey) -> Relationship:
    target = parts.resolved.entities[key.target].names
    arguments = []
    if _is_ambiguous(parts, key.target):
        arguments.append(f"foreign_keys=[{_attributes(parts, key.columns)}]")
    if key.target == parts.name:
        remote = [slot.attribute for slot in parts.resolved.entities[key.target].key]
        arguments.append(f"remote_side=[{', '.join(remote)}]")
    other = _inverse_name(parts, key)
    if other:
        arguments.append(f"back_populates={names.python_string(other)}")
    arguments.append('lazy="raise"')
    optional = "" if key.required else " | None"
    return Relationship(
        attribute=names.safe_attribute(key.relation),
        annotation=f'"{target.class_name}{optional}"',
        arguments=tuple(arguments),
        x=next(slot.x for slot in parts.slots if slot.name == key.columns[0]),
    )


def _to_many(parts: EntityParts, inverse: Inverse) -> Relationship:
    target = parts.resolved.entities[inverse.target].names
    key = next(
        k for k in parts.foreign_keys[inverse.target] if k.relation == inverse.by
    )
    arguments = []
    if _is_ambiguous(parts, inverse.target):
        columns = [
            f"{target.class_name}.{names.safe_attribute(column)}"
            for column in key.columns
        ]
        joined = ", ".join(columns)
        arguments.append(f'foreign_keys="[{joined}]"')
    arguments.append(
        f"back_populates={names.python_string(names.safe_attribute(inverse.by))}"
    )
    arguments += ['lazy="raise"', 'passive_deletes="all"']
    return Relationship(
        attribute=names.safe_attribute(inverse.field_name),
        annotation=(
            f'list["{target.class_name}"]'
            if inverse.source.many
            else f'"{target.class_name}"'
        ),
        arguments=tuple(arguments),
        x=parts.resolved.own_words("field", inverse.source.own),
    )


def _link_arguments(parts: EntityParts, variable: str, target: str) -> tuple[str, ...]:
    if target != parts.name:
        return (f"secondary={variable}",)
    # A table that joins rows of one table has to be told which side is whose.
    link = next(each for each in parts.entity.links if each.table == variable)
    class_name = parts.own.class_name
    near, far = (
        [f"{class_name}.{slot.attribute} == {variable}.c.{name}" for name, slot in side]
        for side in (link.near, link.far)
    )
    return (
        f"secondary={variable}",
        f'primaryjoin="{_all(near)}"',
        f'secondaryjoin="{_all(far)}"',
    )


def _all(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"and_({', '.join(conditions)})"


def _attributes(parts: EntityParts, columns: Sequence[str]) -> str:
    by_name = {slot.name: slot.attribute for slot in parts.slots}
    return ", ".join(by_name[column] for column in columns)


def _is_ambiguous(parts: EntityParts, other: str) -> bool:
    """True where more than one foreign key joins two tables."""
    between = [k for k in parts.foreign_keys[parts.name] if k.target == other]
    if other != parts.name:
        between += [k for k in parts.foreign_keys[other] if k.target == parts.name]
    return len(between) > 1


def _inverse_name(parts: EntityParts, key: ForeignKey) -> str | None:
    for owner, inverse in parts.declared[parts.name]:
        if owner == key.target and inverse.by == key.relation:
            return names.safe_attribute(inverse.field_name)
    return None


def _nested(parts: EntityParts) -> Iterator[Nested]:
    """The lists of this entity that other entities declare as their other side."""
    if "list" not in parts.entity.written.operations:
        return
    for parent, inverse in parts.declared[parts.name]:
        if not inverse.source.many:
            continue
        key = parts.resolved.entities[parent].key
        yield lists.nested_of(
            parts.name,
            parts.resolved.entities[parent].names,
            key_parts(parts.resolved.entities[parent].names, key),
            inverse.field_name,
            inverse.by,
            parts.slots,
        )


def _unique_columns(parts: EntityParts) -> Iterator[tuple[str, ...]]:
    yield tuple(slot.name for slot in parts.slots if slot.key)
    for constraint in parts.table.constraints:
        if constraint.kind == "unique":
            yield constraint.fields
    for index in parts.table.indexes:
        if index.unique and not index.partial:
            yield index.columns


def _finders(parts: EntityParts) -> Iterator[Finder]:
    """A look-up for each group of fields that is unique among all rows."""
    by_name = {slot.name: slot for slot in parts.slots}
    key = tuple(slot.name for slot in parts.slots if slot.key)
    for columns in _unique_columns(parts):
        if columns == key:
            continue
        slots = [by_name[column] for column in columns]
        typed = [f"{s.attribute}: {python_type(s.schema, s.enum)}" for s in slots]
        yield Finder(
            name="find_by_" + "_and_".join(columns),
            columns=columns,
            parameters=("self", *typed),
            given=tuple(f"{s.attribute}={s.attribute}" for s in slots),
            attributes=tuple(s.attribute for s in slots),
            certain=not any(slot.schema.nullable for slot in slots),
        )
