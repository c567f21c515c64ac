"""From a checked design to the model, as a recipe: names, enums, keys, slots, tables, slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .. import names
from ..language.design import Design, Entity, Value
from ..language.namespace import completed
from ..layout import natural
from .capabilities import parts_of
from .code import class_order
from .documents import decisions_of, requirements_of
from .entities import entity_of
from .migration import migration_of
from .naming import name_entities, package_of
from .order import creation_order
from .parts import Declared, EntityParts, Pointing
from .slots import Resolver, own_enum_name
from .tables import ForeignKey, late_foreign_key, table_of
from .types import (
    FORMAT,
    Api,
    Area,
    Database,
    Deployment,
    Enum,
    EnumMember,
    Import,
    Model,
    OwnWords,
    Project,
)

_LONGEST_CLASS = 56


def build(design: Design) -> Model:
    """Return the model of a design that passed every check; the contract is not in it yet."""
    resolver = Resolver(design, name_entities(design), _enums(design))
    tables = {name: table_of(resolver, name) for name in design.entities}
    keys = {name: table.foreign_keys for name, table in tables.items()}
    order, late = creation_order(keys)
    pointing, declared = _pointing(keys), _declared(resolver)
    parts = {
        name: EntityParts(
            resolver, name, tables[name], keys, pointing, declared, frozenset(late)
        )
        for name in design.entities
    }
    entities = tuple(entity_of(part) for part in parts.values())
    package = package_of(design)
    return Model(
        format=FORMAT,
        project=_project(design),
        api=_api(design),
        database=Database(
            design.database.engine, postgresql=design.database.engine == "postgresql"
        ),
        deployment=_deployment(design),
        parts=parts_of(entities),
        requirements=requirements_of(design),
        decisions=decisions_of(design),
        enums=tuple(resolver.enums.values()),
        areas=_areas(design),
        entities=entities,
        tables=tuple(order),
        migration=migration_of(resolver, tables, order, late),
        late_foreign_keys=tuple(
            late_foreign_key(resolver.names[owner].table, key)
            for owner, owned in keys.items()
            for key in owned
            if key.name in late
        ),
        routers=tuple(_routers(resolver)),
        mapped=tuple(
            Import(f"{package}.models.{own.variable}", (own.class_name,))
            for own in sorted(
                resolver.names.values(), key=lambda n: natural(n.variable)
            )
        ),
        mapped_names=tuple(
            sorted((n.class_name for n in resolver.names.values()), key=class_order)
        ),
        contract=None,
    )


def _pointing(
    keys: Mapping[str, Sequence[ForeignKey]],
) -> dict[str, list[Pointing]]:
    found: dict[str, list[Pointing]] = {name: [] for name in keys}
    for owner, owned in keys.items():
        for key in owned:
            found[key.target].append((owner, key))
    return found


def _declared(resolver: Resolver) -> dict[str, list[Declared]]:
    found: dict[str, list[Declared]] = {name: [] for name in resolver.names}
    for owner in resolver.names:
        for inverse in resolver.inverses(owner):
            found[inverse.target].append((owner, inverse))
    return found


def _routers(resolver: Resolver) -> Iterator[Import]:
    for own in sorted(resolver.names.values(), key=lambda n: natural(n.package)):
        yield Import(f"{own.package}.router", (f"{own.plural}_router",))


def _project(design: Design) -> Project:
    return Project(
        name=design.name,
        package=package_of(design),
        title=design.title,
        description=design.description or "",
        version=design.version,
        title_source=names.python_string(design.title),
        x=completed(design.namespaces, "project", design.own),
    )


def _api(design: Design) -> Api:
    return Api(
        version=design.api.version,
        prefix=f"/api/{design.api.version}",
        default_limit=design.api.limit.default,
        max_limit=design.api.limit.max,
        cors=design.api.cors,
        cors_sources=tuple(map(names.python_string, design.api.cors)),
    )


def _deployment(design: Design) -> Deployment:
    return Deployment(
        github="github" in design.deployment.ci, gitlab="gitlab" in design.deployment.ci
    )


def _areas(design: Design) -> tuple[Area, ...]:
    package = package_of(design)
    used = dict.fromkeys(design.area_of(name) for name in design.entities)
    return tuple(
        Area(
            name=area,
            was=_area_was(design, area),
            package=f"{package}.{names.safe_module(area)}",
            directory=f"src/{package}/{names.safe_module(area)}",
            tests=f"tests/{names.safe_module(area)}",
            x=_area_words(design, area),
        )
        for area in used
        if area is not None
    )


def _area_was(design: Design, name: str) -> str:
    area = design.areas.get(name)
    return (area and area.was) or ""


def _area_words(design: Design, name: str) -> OwnWords | None:
    area = design.areas.get(name)
    return completed(design.namespaces, "area", area.own if area else {})


def _enums(design: Design) -> dict[str, Enum]:
    shared = (
        _enum(name, (written.was,) if written.was else (), written.values)
        for name, written in design.enums.items()
    )
    own = (
        _enum(own_enum_name(name, field), _own_enum_was(name, entity, field), values)
        for name, entity in design.entities.items()
        for field, source in entity.fields.items()
        if (values := source.values)
    )
    return {enum.name: enum for enum in (*shared, *own)}


def _own_enum_was(name: str, entity: Entity, field: str) -> tuple[str, ...]:
    """Return what a field's own enum was called, whichever rename is history by now."""
    source = entity.fields[field]
    found = (
        own_enum_name(owner, own)
        for owner in (entity.was, name)
        for own in (source.was, field)
        if owner and own and (owner, own) != (name, field)
    )
    return tuple(found)


def _enum(name: str, former: tuple[str, ...], values: Sequence[Value]) -> Enum:
    members = tuple(
        EnumMember(names.enum_member(value.text), value.text, value.was or "")
        for value in values
    )
    class_name = names.shorten(names.safe_class(name), _LONGEST_CLASS).replace("_", "")
    return Enum(name, next(iter(former), ""), former, class_name, members)
