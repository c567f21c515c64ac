"""Which names are taken, scope by scope: two that claim the same one collide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..language.tree import Path
from . import derived
from .claim import Claim
from .constraint_names import constraint_names, own_names
from .endpoints import endpoints, owned_item, place_of
from .implied_checks import implied_checks, suffix_of
from .lists import CONTROLS
from .resolved import Resolved, ResolvedEntity
from .types import Enum

_SCHEMAS = ("", "Create", "Replace", "Update", "Page")
"""What the contract's schemas of an entity are called, behind its name."""

VERSIONS = "alembic_version"
"""The table in which Alembic notes what has been applied."""

KEY, TRAIT, LIST = "the generated key", "a trait", "the list itself"
"""What claims a name that no field of the design does."""


def scopes(resolved: Resolved) -> Iterator[Iterable[Claim]]:
    """Yield the claims of each scope, in which one name can stand for one thing."""
    yield _types(resolved)
    yield _classes(resolved)
    yield _enum_classes(resolved)
    yield _tables(resolved)
    yield _paths(resolved)
    found = [*endpoints(resolved)]
    yield [*derived.added_operations(resolved), *derived.operations(found)]
    yield derived.routes(found)
    yield derived.modules(resolved)
    yield derived.relations(resolved)
    listed = derived.lists(resolved)
    for entity in resolved.entities.values():
        yield _members(entity)
        yield _columns(entity)
        yield _parameters(resolved, entity, listed)
        yield _checks(entity)
        yield _constraints(entity)
        yield derived.path_parameters(entity)
        yield derived.schemas(resolved, entity, listed)
        yield derived.finders(entity)
        yield from _link_columns(entity)
        yield from derived.paths_of_links(entity)
        yield from derived.constraints_of_links(entity)


def _types(resolved: Resolved) -> Iterator[Claim]:
    """The schemas of the contract."""
    for name in resolved.entities:
        for suffix in (*_SCHEMAS, *_suffixes(resolved.entities[name])):
            owner = f"the entity {name}"
            yield Claim("type", f"{name}{suffix}", owner, ("entities", name))
        yield from derived.items(resolved.entities[name])
    for enum, owner, path in _enums(resolved):
        yield Claim("type", enum.name, owner, path)
    services: set[str] = set()
    for each in resolved.custom:
        owner = f"the operation {each.full_name}"
        for end in ("Input", "Output"):
            yield Claim("type", each.stem + end, owner, each.place)
        if each.owner.name not in services:
            owner = f"the operations of {each.owner.name}"
            yield Claim("type", f"{each.owner.name}Operations", owner, each.place)
        services.add(each.owner.name)
    for parent in resolved.entities.values():
        for rows in (inverse for inverse in parent.inverses if inverse.source.owned):
            item = owned_item(parent.name, rows.field_name)
            owner = f"the rows of {parent.name}.{rows.field_name}"
            yield Claim("type", item, owner, parent.fields[rows.field_name].path())
    for name in resolved.design.types:
        yield Claim("type", name, f"the value type {name}", ("types", name))


def _suffixes(entity: ResolvedEntity) -> Iterator[str]:
    """Yield what schemas are called that only some entities have."""
    including = any(field.source.include for field in entity.fields.values())
    said = {
        "ListItem": entity.abridges,
        "WithRelated": including,
        "ListItemWithRelated": including and entity.abridges,
        "Fields": entity.sparse_fields,
        "FieldsWithRelated": including and entity.sparse_fields,
        "GetQuery": including or entity.sparse_fields,
    }
    return (suffix for suffix, there in said.items() if there)


def _enums(resolved: Resolved) -> Iterator[tuple[Enum, str, Path]]:
    """Every enum, with how messages call it and where it stands."""
    for name, enum in resolved.shared_enums.items():
        yield enum, f"the enum {name}", ("enums", name)
    for field in resolved.fields:
        if field.enum and field.source.type == "enum":
            owner = f"the enum of {field.entity_name}.{field.name}"
            yield field.enum, owner, field.path()


def _classes(resolved: Resolved) -> Iterator[Claim]:
    """The mapped classes."""
    return _stepping_aside(
        Claim("class", each.names.class_name, f"the entity {name}", ("entities", name))
        for name, each in resolved.entities.items()
    )


def _enum_classes(resolved: Resolved) -> Iterator[Claim]:
    """The classes of the enums' module; enums of one name are told of by that name."""
    claims = {
        enum.name: Claim("class", enum.class_name, owner, path)
        for enum, owner, path in _enums(resolved)
    }
    return _stepping_aside(claims.values())


def _stepping_aside(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Classes in an order in which those that avoid a reserved word come last."""
    yield from sorted(claims, key=lambda claim: claim.name != claim.path[-1])


def _tables(resolved: Resolved) -> Iterator[Claim]:
    """The tables, and the paths that are called like them; those with names of their own last."""
    said: list[Claim] = [Claim("table", VERSIONS, "Alembic")]
    for feature in resolved.features:  # first, so that who takes their names is told
        for added in feature.tables(resolved.design):
            yield Claim("table", added.name, f"the capability {feature.name}")
    for name, entity in resolved.entities.items():
        path: Path = ("entities", name)
        if entity.written.table:
            table = entity.names.table
            said.append(Claim("named table", table, name, (*path, "table")))
        else:
            yield Claim("table", entity.names.table, name, path)
    for name, entity in resolved.entities.items():
        for link in entity.links:
            field = entity.fields[link.field_name]
            owner = f"{name}.{link.field_name}"
            if link.source.table:
                said.append(Claim("named table", link.table, owner, field.path()))
            else:
                yield Claim("link table", link.table, owner, field.path())
        for copies in derived.copies_of(entity):
            table = derived.copies_table(entity.names.table, copies.name)
            place: Path = ("entities", name, "traits")
            yield Claim("link table", table, f"{name}.{copies.name}", place)
    yield from said
    yield from _native_types(resolved)


def _native_types(resolved: Resolved) -> Iterator[Claim]:
    """The types that PostgreSQL has for enums; it has one for the rows of each table, too."""
    for name, enum in resolved.shared_enums.items():
        if enum.native:
            path: Path = ("enums", name)
            said = resolved.design.enums[name].type is not None
            path = (*path, "type") if said else path
            yield Claim("enum type", enum.native, f"the enum {name}", path)


def _paths(resolved: Resolved) -> Iterator[Claim]:
    """The paths, which are called like tables where the design says nothing else."""
    entities = resolved.entities.values()
    added = [*derived.added_paths(resolved)]
    yield from added
    if added or any(each.written.path or each.written.table for each in entities):
        for entity in sorted(entities, key=lambda each: bool(each.written.path)):
            place = place_of(entity)
            yield Claim("path", entity.names.path, entity.name, place)


def _members(entity: ResolvedEntity) -> Iterator[Claim]:
    """The columns of a table, with the attributes and properties that are called like them."""
    added = [slot for slot in entity.slots if slot.source is None]
    for slot in sorted(added, key=lambda slot: slot.key):
        yield Claim("column", slot.name, KEY if slot.key else TRAIT)
    columns: dict[str, list[str]] = {name: [name] for name in entity.fields}
    for slot in entity.slots:
        if slot.source is not None:
            columns[slot.field_name] += [slot.name, slot.attribute]
    for link in entity.links:
        named = link.property and not link.source.nested
        columns[link.field_name] += [link.property] if named else []
    for name, claimed in columns.items():
        for column in dict.fromkeys(claimed):
            yield Claim("column", column, name, place_of_field(entity, name))
    for whole in entity.composites:
        yield Claim("column", whole.name, whole.name, whole.path)


def place_of_field(entity: ResolvedEntity, name: str, *words: str) -> Path:
    """Return where the entity says a field, or the value that it is a part of."""
    field = entity.fields[name]
    name = field.part.field if field.part else name
    return ("entities", entity.name, "fields", name, *words)


def _columns(entity: ResolvedEntity) -> Iterator[Claim]:
    """The columns with names of their own, and before them the others, of which members tell."""
    if not any(each.own_column for each in entity.slots):
        return  # the members' own names, which differ as they do
    usual = {each.name: each for each in entity.slots if not each.own_column}
    for slot in usual.values():
        yield Claim("named column", slot.name, slot.field_name)
    for slot in entity.slots:
        if slot.own_column:
            path = place_of_field(entity, slot.field_name)
            yield Claim("named column", slot.column, slot.field_name, path)


def _parameters(
    resolved: Resolved, entity: ResolvedEntity, listed: derived.Lists
) -> Iterator[Claim]:
    """The query parameters of a list, those of capabilities whether it uses them or not."""
    added = (name for feature in resolved.features for name in feature.parameters)
    for control in (*CONTROLS, *added):
        yield Claim("parameter", control, LIST)
    if any(each.source.include for each in entity.fields.values()):
        yield Claim("parameter", "include", LIST)
    if entity.sparse_fields:
        yield Claim("parameter", "fields", LIST)
    order = [*entity.fields]
    found = [
        (order.index(slot.field_name) if slot.source else -1, each)
        for each in entity.parameters
        for slot in [each.slot]
    ]
    for position, each in sorted(found, key=lambda pair: pair[0]):
        field = each.slot.field_name
        path = () if position < 0 else place_of_field(entity, field, "filter")
        yield Claim("parameter", each.name, field, path)
    for related in entity.related:
        said: Path = ("entities", entity.name, related.word, related.position)
        for each in related.parameters:
            yield Claim("parameter", each.name, related.slot.name, said)
    for link in entity.link_parameters:
        place = entity.fields[link.field_name].path("filter")
        yield Claim("parameter", link.name, link.field_name, place)
    yield from derived.list_parameters(entity, listed)


def _checks(entity: ResolvedEntity) -> Iterator[Claim]:
    """The check constraints of a table, named behind the table's name."""
    for slot in entity.slots:
        for implied in implied_checks(slot):
            word = suffix_of(implied)
            name = slot.field_name
            yield Claim("check", f"{slot.column}_{word}", f"{word} of {name}")
    columns = Counter(slot.field_name for slot in entity.slots)
    for name, field in entity.fields.items():
        if field.source.nullable and columns[name] > 1:
            yield Claim("check", f"{name}_whole", f"whole of {name}")
    for value in entity.composites:
        if value.source.nullable:
            yield Claim("check", f"{value.name}_whole", f"whole of {value.name}")
    for position, check in enumerate(entity.written.checks):
        path: Path = ("entities", entity.name, "checks", position, "name")
        if check.value:
            path = ("entities", entity.name, "fields", check.value)
        name = check.name or f"rule_{position + 1}"
        yield Claim("check", name, check.text, path)


def _constraints(entity: ResolvedEntity) -> Iterator[Claim]:
    """The constraints of a table, of whatever kind, where a design says what some are called."""
    if own_names(entity):
        for each in sorted(constraint_names(entity), key=lambda each: bool(each.own)):
            yield Claim("constraint", each.own or each.usual, each.owner, each.path)


def _link_columns(entity: ResolvedEntity) -> Iterator[Iterable[Claim]]:
    """The columns of each table that joins two entities."""
    for link in entity.links:
        field = entity.fields[link.field_name]
        near = [Claim("link column", each.name, entity.name) for each in link.near]
        far = [
            Claim("link column", each.name, field.name, field.path())
            for each in link.far
        ]
        yield (*near, *far)
