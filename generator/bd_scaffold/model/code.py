"""What each module of a slice imports, in the order in which import sorters want it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..features.feature import Use
from ..layout import member_order, natural
from ..operation import Operation
from .parts import EntityParts
from .python.imports import of_column, of_value, standard
from .types import (
    Finder,
    Import,
    Imports,
    RepositoryCode,
    ServiceCode,
)

_IDENTIFIERS = ("code_of", "uuid7")
_TYPES = (
    "ExactNumeric",
    "UtcDateTime",
    "enum_type",
    "json_type",
    "utc_now",
    "utc_today",
)
_CORE = dict.fromkeys(_TYPES, "core.db.types") | dict.fromkeys(
    _IDENTIFIERS, "core.identifiers"
)


def class_order(name: str) -> tuple[bool, tuple[tuple[int, int], ...]]:
    """Return a sort key for class names: those that look like constants come first."""
    return (not (name.isupper() and len(name) > 1), natural(name.lower()))


def imports(parts: EntityParts) -> Imports:
    """Return what the module of the mapped class imports."""
    used = frozenset(_names(parts))
    related = {key.target for key in parts.table.foreign_keys}
    related |= {inverse.target for inverse in parts.inverses}
    related |= {link.target for link in parts.links}
    others = related - {parts.name}
    typing = [*(("TYPE_CHECKING",) if others else ()), *({"Any"} & used)]
    return Imports(
        standard=(
            *standard(used),
            *((f"from typing import {', '.join(typing)}",) if typing else ()),
        ),
        orm=("Mapped", "mapped_column", *(("relationship",) if related else ())),
        core=_imported(
            parts,
            (
                *((module, name) for name, module in _CORE.items() if name in used),
                *(each.scope.condition for each in parts.entity.features if each.scope),
            ),
        ),
        enums="enums" in used,
        base=tuple(_base(parts)),
        modules=tuple(sorted_imports(parts, others)),
    )


def _names(parts: EntityParts) -> Iterator[str]:
    """Yield the names that columns are written with, and the keys of links."""
    for slot in parts.slots:
        yield from of_value(slot.schema)
    joined = (column for table in parts.link_tables for column in table.columns)
    for column in (*parts.table.columns, *joined):
        yield from of_column(column)
    for link in parts.links:
        yield from of_value(parts.resolved.entities[link.target].key[0].schema)


def _base(parts: EntityParts) -> Iterator[str]:
    yield "Base"
    beside_the_key = any(c.kind != "primary_key" for c in parts.table.constraints)
    if beside_the_key or parts.table.foreign_keys or parts.table.indexes:
        yield "table_args"
    columns = (each for feature in parts.entity.features for each in feature.columns)
    yield from (each.mapper for each in columns if each.mapper)


def repository(
    parts: EntityParts,
    finders: Sequence[Finder],
    *,
    filters: bool,
) -> RepositoryCode:
    """Return what the repository is made of, and what its module imports."""
    looked_up = {column for finder in finders for column in finder.columns}
    found = (slot for slot in parts.slots if slot.name in looked_up)
    used = {name for slot in found for name in of_value(slot.schema)}
    mapped = {parts.own.class_name, *(link.target_class for link in parts.links)}
    bases = tuple(_bases(parts)) or (_REPOSITORY,)
    added = [each.repository for each in parts.entity.features]
    uses = (
        *bases,
        *([("core.db.conditions", "Filter")] if filters else []),
        *(use for each in added for use in each.uses),
    )
    return RepositoryCode(
        bases=tuple(f"{base}[{parts.own.class_name}]" for _, base in bases),
        core=_imported(parts, uses),
        standard=tuple(standard(used)),
        enums="enums" in used,
        mapped=tuple(sorted(mapped, key=class_order)),
        assignments=tuple(line for each in added for line in each.assignments),
    )


_REPOSITORY: Use = ("core.db.repository", "SqlRepository")
_SERVICE: Use = ("core.service", "Service")


def _bases(parts: EntityParts) -> Iterator[Use]:
    """Yield the classes that capabilities make the repository of, with their modules."""
    entities = parts.resolved.entities
    targets = [entities[key.target] for key in parts.foreign_keys[parts.name]]
    for feature in parts.resolved.features:
        if feature in parts.entity.features and feature.repository.base:
            yield feature.repository.base
        if feature.scope and any(feature in each.features for each in targets):
            yield feature.scope.references


def _imported(parts: EntityParts, uses: Iterable[Use]) -> tuple[Import, ...]:
    """Return the imports of names from modules of the project."""
    package = parts.own.package.partition(".")[0]
    modules: dict[str, set[str]] = {}
    for module, name in uses:
        modules.setdefault(f"{package}.{module}", set()).add(name)
    return sorted_modules(modules)


def sorted_modules(modules: Mapping[str, Iterable[str]]) -> tuple[Import, ...]:
    """Return imports in the order in which import sorters want them, without empty ones."""
    return tuple(
        Import(module, tuple(sorted(modules[module], key=member_order)))
        for module in sorted(modules, key=natural)
        if modules[module]
    )


def service(parts: EntityParts, operations: Sequence[Operation]) -> ServiceCode:
    """Return what the service is made of, and the types that it is about."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    bases = [each.service for each in parts.entity.features if each.service]
    bases = bases or [_SERVICE]
    return ServiceCode(
        bases=tuple(name for _, name in bases),
        core=_imported(parts, bases),
        arguments=tuple(arguments),
        schemas=tuple(argument for argument in arguments if argument != "Never"),
        never="Never" in arguments,
    )


def sorted_imports(parts: EntityParts, entities: Iterable[str]) -> Iterator[Import]:
    """Return the imports of other mapped classes."""
    package = parts.own.package.partition(".")[0]
    found = [parts.resolved.entities[name].names for name in entities]
    for names in sorted(found, key=lambda each: natural(each.variable)):
        yield Import(f"{package}.models.{names.variable}", (names.class_name,))
