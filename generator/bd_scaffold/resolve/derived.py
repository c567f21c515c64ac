"""The claims of what a design does not name: operations, modules, indexes, look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from .. import names
from ..features.feature import Feature
from ..features.tables import AddedTable, Copies
from ..language.tree import Path
from . import exclusions
from .claim import Claim
from .constraint_names import names_of_links, own_names
from .custom import MODULES
from .endpoints import (
    Endpoint,
    key_type,
    list_parameter,
    nested_query,
    parameter,
    subject_of,
)
from .indexes import declared_indexes, indexes_of
from .naming import package_of
from .resolved import Resolved, ResolvedEntity
from .root_modules import root_modules
from .slots import dividing, primary_key_of
from .types import Index
from .uniques import (
    Group,
    among_all_rows,
    grouped,
    named,
    properties_of,
    unique_groups,
    whole_keys,
)


def operations(found: Sequence[Endpoint]) -> Iterator[Claim]:
    """The ids of operations."""
    for each in found:
        yield Claim("operation", each.id, each.owner, each.place)


def routes(found: Sequence[Endpoint]) -> Iterator[Claim]:
    """The routes, those that a design names last; parameters' names tell none apart."""
    for each in sorted(found, key=lambda each: each.place[-1] == "path"):
        path = re.sub(r"\{[^}]*\}", "{}", each.path)
        route = f"{each.method.upper()} {path}"
        yield Claim("route", route, each.owner, each.place)


def added_operations(resolved: Resolved) -> Iterator[Claim]:
    """The ids of operations of no entity."""
    for owner, path in _added_paths(resolved):
        for name, node in path[1].items():
            if name != "parameters":
                yield Claim("operation", str(node["operationId"]), owner)


def added_paths(resolved: Resolved) -> Iterator[Claim]:
    """The paths below the API's prefix of no entity, each by its first part.

    Capabilities share one, and the first that has it claims it for all.
    """
    prefix = f"{prefix_of(resolved)}/"
    owners: dict[str, str] = {}
    for owner, (path, _) in _added_paths(resolved):
        if path.startswith(prefix):
            first, _, _ = path.removeprefix(prefix).partition("/")
            owners.setdefault(f"/{first}", owner)
    for entity in resolved.entities.values():
        for owner, path in _apart(entity):
            owners.setdefault(path, owner)
    for path, owner in owners.items():
        yield Claim("path", path, owner)


def _apart(entity: ResolvedEntity) -> Iterator[tuple[str, str]]:
    """Yield the first parts of paths that a capability gives an entity beside its own."""
    own = entity.names.path
    for feature in entity.features if entity.key else ():
        for each in feature.operations(subject_of(entity)):
            path = each.http.path
            if path != own and not path.startswith(f"{own}/{{"):
                yield f"the capability {feature.name}", f"/{path.split('/')[1]}"


def prefix_of(resolved: Resolved) -> str:
    """Return what every path of the API begins with."""
    return f"/api/{resolved.design.api.version}"


def _added_paths(
    resolved: Resolved,
) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    for feature in resolved.features:
        added = feature.contract(resolved.design, prefix_of(resolved))
        for item in added.paths.items():
            yield f"the capability {feature.name}", item


Lists = Mapping[str, Sequence[tuple[ResolvedEntity, str]]]
"""Of each entity, the fields that list it under another one's path, each with its entity."""


def lists(resolved: Resolved) -> Lists:
    """Return all lists under another entity's path."""
    found: dict[str, list[tuple[ResolvedEntity, str]]] = {}
    for parent in resolved.entities.values():
        for each in parent.inverses:
            found.setdefault(each.target, []).append((parent, each.field_name))
        for link in parent.listed_links:
            found.setdefault(link.target, []).append((parent, link.field_name))
    return found


def list_parameters(entity: ResolvedEntity, listed: Lists) -> Iterator[Claim]:
    """What lists under a row's path say, where they are of a relation of many to many."""
    for parent, field in listed.get(entity.name, ()):
        if any(each.field_name == field for each in parent.listed_links):
            place = parent.fields[field].path("nested")
            name = list_parameter(parent.names, field)
            yield Claim("parameter", name, f"{parent.name}.{field}", place)


def schemas(
    resolved: Resolved, entity: ResolvedEntity, listed: Lists
) -> Iterator[Claim]:
    """The types that the router of an entity takes from schemas: of keys, and of parameters."""
    child = entity.name
    yield from _keys_of(entity, ("entities", child))
    parents: set[str] = {child}
    for parent, field in listed.get(child, ()):
        place = parent.fields[field].path()
        if parent.name not in parents:
            yield from _keys_of(parent, place)
        parents.add(parent.name)
        if not parent.fields[field].source.many:
            continue
        owner = f"the list {parent.name}.{field}"
        yield Claim("schema", nested_query(child, parent.name, field), owner, place)
    for link in entity.nested_links:
        if link.target not in parents:
            place = entity.fields[link.field_name].path()
            yield from _keys_of(resolved.entities[link.target], place)
        parents.add(link.target)


def items(entity: ResolvedEntity) -> Iterator[Claim]:
    """The schemas of items of operations on many rows, and that of the keys in them."""
    subject = subject_of(entity)
    place: Path = ("entities", entity.name)
    own = [
        each.item
        for feature in entity.features
        for each in feature.operations(subject)
        if each.item and each.repeats != "create"
    ]
    for feature in entity.features:
        for each in feature.operations(subject):
            if each.body:
                owner = f"the bodies of {entity.name}"
                yield Claim("type", each.body, owner, place)
    for name in (*own, *([f"{entity.name}BatchKey"] if own else [])):
        yield Claim("type", name, f"the items of {entity.name}", place)


def _keys_of(entity: ResolvedEntity, place: Path) -> Iterator[Claim]:
    """The types of a key's parts, each where it is taken to."""
    for part in entity.key:
        owner = f"{part.name} in the key of {entity.name}"
        yield Claim("schema", key_type(entity.names, entity.key, part), owner, place)


def path_parameters(entity: ResolvedEntity) -> Iterator[Claim]:
    """The parameters of the path of one entity."""
    place: Path = ("entities", entity.name, "key")
    for part in entity.key:
        name = parameter(entity.names, part)
        yield Claim("path parameter", name, part.name, place)


def paths_of_links(entity: ResolvedEntity) -> Iterator[Iterator[Claim]]:
    """The parameters of each path that leads on from a row to one that it is related to."""
    for each in entity.nested_links:
        place = entity.fields[each.field_name].path()
        own = [
            Claim("path parameter", name, each.field_name, place)
            for name in each.parameters
        ]
        yield chain(path_parameters(entity), own)


def modules(resolved: Resolved) -> Iterator[Claim]:
    """The modules of capabilities, then those that are named after entities."""
    for feature in resolved.features:
        for module in dict.fromkeys(_modules(feature)):
            yield Claim("module", module, "the generated project")
    for module in sorted(root_modules(resolved)):
        yield Claim("module", module, "the generated project")
    package = package_of(resolved.design)
    for owner in {each.owner.name: each.owner for each in resolved.custom}.values():
        for module in MODULES if owner.kind != "entity" else ():
            whole = f"{owner.package}.{module}".removeprefix(f"{package}.")
            yield Claim("module", whole, "the generated project")
    for name, entity in resolved.entities.items():
        place: Path = ("entities", name)
        slice_ = entity.names.package.removeprefix(f"{package}.")
        for module in (slice_, f"models.{entity.names.variable}"):
            yield Claim("module", module, f"the entity {name}", place)


def _modules(feature: Feature) -> Iterator[str]:
    """Yield the modules of a capability, each with the packages that it is in."""
    uses = (feature.service, feature.repository.base, *feature.repository.uses)
    for module, _ in filter(None, (*uses, feature.router.builder)):
        parts = module.split(".")
        yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def relations(resolved: Resolved) -> Iterator[Claim]:
    """What a database calls relations: tables, and the indexes of all of them."""
    yield from _of_capabilities(resolved)
    for entity in sorted(resolved.entities.values(), key=_has_own_table):
        owner = f"the table of {entity.name}"
        yield Claim("index", entity.names.table, owner, _table_place(entity))
        for name in _of_copies(entity):
            owner = f"the copies of rows of {entity.name}"
            yield Claim("index", name, owner, _table_place(entity))
    for name, entity in resolved.entities.items():
        for link in entity.links:
            field = entity.fields[link.field_name]
            owner = f"the table of {name}.{link.field_name}"
            yield Claim("index", link.table, owner, field.path())
    # Two tables of one name collide as tables: their keys add nothing to it.
    keys = (pair for each in resolved.entities.values() for pair in _keys(each))
    yield from {
        (names.folded(table), names.folded(claim.name)): claim for table, claim in keys
    }.values()
    for entity in resolved.entities.values():
        yield from _indexes(entity)
        for group in whole_keys(resolved.entities, entity):
            owner = f"the whole key of {entity.name}"
            name, place = named("uq", entity.names.table, *group), entity.name
            yield Claim("index", name, owner, ("entities", place))


def _of_capabilities(resolved: Resolved) -> Iterator[Claim]:
    """What capabilities bring along: tables, and the indexes of theirs and of each other's."""
    for feature in resolved.features:
        for added in feature.tables(resolved.design):
            owner = f"the table {added.name} of {feature.name}"
            for name in (added.name, named("pk", added.name), *_added(added)):
                yield Claim("index", name, owner)
        for more in feature.extends(resolved.design):
            owner = f"what {feature.name} adds to the table {more.name}"
            for name in _added(more):
                yield Claim("index", name, owner)


def _added(table: AddedTable) -> Iterator[str]:
    """Yield what a capability calls the indexes of a table."""
    yield from (named("uq", table.name, *group) for group in table.unique)
    yield from (named("ix", table.name, *group) for group in table.indexes)


def _of_copies(entity: ResolvedEntity) -> Iterator[str]:
    """Yield the tables with copies of an entity's rows, and their indexes."""
    for each in copies_of(entity):
        table = copies_table(entity.names.table, each.name)
        yield from (table, named("pk", table), copies_index(entity, each).name)


def copies_of(entity: ResolvedEntity) -> Iterator[Copies]:
    """Yield what capabilities keep of an entity's rows as they were."""
    for feature in entity.features:
        if feature.copies is not None:
            yield feature.copies


def copies_table(table: str, name: str) -> str:
    """Return what a table with copies of another one's rows is called."""
    return names.shorten(f"{table}_{name}")


def copies_index(entity: ResolvedEntity, copies: Copies) -> Index:
    """Return the index by which the copies of a row are found, in their order."""
    table = copies_table(entity.names.table, copies.name)
    columns = (*primary_key_of(entity.slots), copies.columns[0].name)
    return Index(named("ix", table), columns, unique=False, origin="lookup")


def _has_own_table(entity: ResolvedEntity) -> bool:
    return entity.written.table is not None


def _table_place(entity: ResolvedEntity) -> Path:
    """Return where the design says what a table is called."""
    word = ("table",) if _has_own_table(entity) else ()
    return ("entities", entity.name, *word)


def _keys(entity: ResolvedEntity) -> Iterator[tuple[str, Claim]]:
    """The indexes of primary keys, and those of link tables, each with its table."""
    place: Path = ("entities", entity.name)
    own = entity.written.key_constraint
    key = own or named("pk", entity.names.table)
    said = (*place, "key_constraint") if own else place
    yield entity.names.table, Claim("index", key, f"the key of {entity.name}", said)
    for link in entity.links:
        field = entity.fields[link.field_name]
        owner = f"the links of {entity.name}.{link.field_name}"
        key, _, _, *indexes = names_of_links(link).values()
        for name in (key, *indexes):
            yield link.table, Claim("index", name, owner, field.path())


def constraints_of_links(entity: ResolvedEntity) -> Iterator[Iterator[Claim]]:
    """The constraints of each link's table, where a design says what some are called."""
    for link in entity.links:
        if link.source.constraint:
            found = [*names_of_links(link).items()][:3]
            place = entity.fields[link.field_name].path()
            ordered = sorted(found, key=lambda pair: pair[0] != pair[1])
            yield (Claim("constraint", own, usual, place) for usual, own in ordered)


def _indexes(entity: ResolvedEntity) -> Iterator[Claim]:
    """The indexes of a table; the same one said twice is another rule's matter."""
    found = [*_uniques(entity), *indexes_of(entity)]
    told: set[tuple[str, Group]] = set()
    for index in found:
        same = (index.name, index.columns)
        if index.columns and same not in told:
            columns = " and ".join(index.columns)
            owner = f"the index of {entity.name} over {columns}"
            yield Claim("index", index.name, owner, _place(entity, index))
        told.add(same)
    for position, name, each in exclusions.constraint_names(entity):
        owner = f"the exclusion of {entity.name} over {' and '.join(each.period)}"
        place: Path = ("entities", entity.name, "exclude", position, "constraint")
        yield Claim("index", name, owner, place)


def _uniques(entity: ResolvedEntity) -> Iterator[Index]:
    """The indexes that unique constraints bring along; in a scope they are ordinary ones."""
    own = own_names(entity)
    for columns in among_all_rows(entity):
        usual = named("uq", entity.names.table, *columns)
        name = own.get(usual, usual)
        yield Index(name, columns, unique=True, origin="unique")


def _groups(entity: ResolvedEntity) -> tuple[Group, ...]:
    apart = len(dividing(entity.slots))
    return tuple(g[apart:] for g in unique_groups(entity.written, entity.slots))


def _place(entity: ResolvedEntity, index: Index) -> Path:
    """Return where the design asks for an index."""
    here: Path = ("entities", entity.name)
    for position, each in enumerate(declared_indexes(entity)):
        if (each.name, each.where) == (index.name, index.where):
            return (*here, "indexes", position)
    for position, group in enumerate(entity.written.unique):
        if index.unique and grouped(group.fields, entity.slots) == index.columns:
            return (*here, "unique", position)
    column = index.columns[0]
    written = (slot for slot in entity.slots if slot.source and slot.column == column)
    slot = next(written, None)
    return entity.fields[slot.field_name].path() if slot else here


def finders(entity: ResolvedEntity) -> Iterator[Claim]:
    """The methods of a repository that look up what is unique."""
    for columns in filter(None, _groups(entity)):
        index = Index("", columns, unique=True, origin="unique")
        properties = properties_of(columns, entity.slots)
        owner = " and ".join(properties)
        name = finder(properties)
        yield Claim("finder", name, owner, _place(entity, index))


def finder(properties: Sequence[str]) -> str:
    """Return the method that looks up what has certain values: `find_by_sku`."""
    return "find_by_" + "_and_".join(properties)
