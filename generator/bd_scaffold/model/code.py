"""What each module of a slice imports, in the order in which import sorters want it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..layout import member_order, natural
from ..operation import Operation
from ..resolve.types import Pagination
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
        identifiers=tuple(name for name in _IDENTIFIERS if name in used),
        types=tuple(name for name in _TYPES if name in used),
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
    if parts.entity.written.versioned:
        yield "versioned_by"


def repository(
    parts: EntityParts,
    finders: Sequence[Finder],
    *,
    filters: bool,
    searched: bool,
) -> RepositoryCode:
    """Return what the repository is made of, and what its module imports."""
    looked_up = {column for finder in finders for column in finder.columns}
    found = (slot for slot in parts.slots if slot.name in looked_up)
    used = {name for slot in found for name in of_value(slot.schema)}
    mapped = {parts.own.class_name, *(link.target_class for link in parts.links)}
    bases = tuple(_bases(parts))
    members = {
        "conditions": ("Filter",) if filters else (),
        "links": ("Link",) if parts.links else (),
        "search": ("Search",) if searched else (),
        "stamps": ("CHANGED", "CREATED") if parts.entity.written.timestamps else (),
    }
    modules: dict[str, list[str]] = {name: [*each] for name, each in members.items()}
    for base, module in bases:
        modules.setdefault(module, []).append(base)
    package = parts.own.package.partition(".")[0]
    return RepositoryCode(
        bases=tuple(f"{base}[{parts.own.class_name}]" for base, _ in bases),
        core=sorted_modules(
            {f"{package}.core.db.{name}": each for name, each in modules.items()}
        ),
        standard=tuple(standard(used)),
        enums="enums" in used,
        mapped=tuple(sorted(mapped, key=class_order)),
    )


def _bases(parts: EntityParts) -> Iterator[tuple[str, str]]:
    """Yield the classes that the repository is made of, with their modules."""
    entities = parts.resolved.entities
    found = {
        ("SoftDeletes", "soft_delete"): parts.entity.written.soft_delete,
        ("ScopedReferences", "soft_delete"): any(
            entities[key.target].written.soft_delete
            for key in parts.foreign_keys[parts.name]
        ),
        ("Linked", "links"): bool(parts.links),
        ("CursorPages", "cursors"): parts.entity.pagination == "cursor",
    }
    used = [base for base, needed in found.items() if needed]
    yield from used or [("SqlRepository", "repository")]


def sorted_modules(modules: Mapping[str, Iterable[str]]) -> tuple[Import, ...]:
    """Return imports in the order in which import sorters want them, without empty ones."""
    return tuple(
        Import(module, tuple(sorted(modules[module], key=member_order)))
        for module in sorted(modules, key=natural)
        if modules[module]
    )


def service(operations: Sequence[Operation], pagination: Pagination) -> ServiceCode:
    """Return the types that the service is about."""
    bodies = {each.call: each.body for each in operations if each.body}
    arguments = [bodies.get(each, "Never") for each in ("create", "replace", "update")]
    by_cursor = pagination == "cursor"
    return ServiceCode(
        base="CursorService" if by_cursor else "Service",
        module="cursor_service" if by_cursor else "service",
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
