"""What each module of a slice imports, in the order in which import sorters want it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..layout import member_order, natural
from ..resolve.types import Pagination
from .parts import EntityParts
from .types import (
    Finder,
    Import,
    Imports,
    KeyPart,
    Nested,
    RepositoryCode,
    RouterCode,
    ServiceCode,
)

_MODULES = {
    "base64.": "import base64",
    "dt.": "import datetime as dt",
    "uuid.": "import uuid",
}
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
    columns, links = parts.table.columns, parts.table.links
    source = "\n".join(
        [
            *(column.annotation for column in columns),
            *(argument for column in columns for argument in column.arguments),
            *(link.item_type for link in links),
            *(text for link in links for column in link.columns for text in column),
        ]
    )
    related = {key.target for key in parts.table.foreign_keys}
    related |= {inverse.target for inverse in parts.inverses}
    related |= {link.target for link in links}
    others = related - {parts.name}
    typing = [name for name, used in _typing(source, related=bool(others)) if used]
    return Imports(
        standard=tuple(_standard(source, typing)),
        orm=("Mapped", "mapped_column", *(("relationship",) if related else ())),
        identifiers=_used(source, _IDENTIFIERS),
        types=_used(source, _TYPES),
        enums="enums." in _without_texts(source),
        base=tuple(_base(parts)),
        modules=tuple(sorted_imports(parts, others)),
    )


def _base(parts: EntityParts) -> Iterator[str]:
    yield "Base"
    if parts.table.constraints or parts.table.foreign_keys or parts.table.indexes:
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
    written = parts.entity.written
    source = "\n".join(
        parameter for finder in finders for parameter in finder.parameters
    )
    mapped = {parts.own.class_name, *(link.target_class for link in parts.table.links)}
    bases = tuple(_bases(parts))
    used = {
        "conditions": ("Filter",) if filters else (),
        "links": ("Link",) if parts.table.links else (),
        "search": ("Search",) if searched else (),
        "stamps": ("CHANGED", "CREATED") if written.timestamps else (),
    }
    modules: dict[str, list[str]] = {name: [*members] for name, members in used.items()}
    for base, module in bases:
        modules.setdefault(module, []).append(base)
    package = parts.own.package.partition(".")[0]
    return RepositoryCode(
        bases=tuple(f"{base}[{parts.own.class_name}]" for base, _ in bases),
        core=sorted_modules(
            {f"{package}.core.db.{name}": each for name, each in modules.items()}
        ),
        standard=tuple(_standard(source, [])),
        enums="enums." in _without_texts(source),
        mapped=tuple(sorted(mapped, key=class_order)),
    )


def _bases(parts: EntityParts) -> Iterator[tuple[str, str]]:
    """Yield the classes that the repository is made of, with their modules."""
    entities = parts.resolved.entities
    found = {
        ("SoftDeletes", "soft_delete"): parts.entity.written.soft_delete,
        ("ScopedReferences", "soft_delete"): any(
            entities[key.target].written.soft_delete for key in parts.table.foreign_keys
        ),
        ("Linked", "links"): bool(parts.table.links),
        ("CursorPages", "cursors"): parts.entity.pagination == "cursor",
    }
    used = [base for base, needed in found.items() if needed]
    yield from used or [("SqlRepository", "repository")]


def router(
    parts: EntityParts,
    key: Sequence[KeyPart],
    nested: Sequence[Nested],
) -> RouterCode:
    """Return what the module of the router imports and takes by name."""
    written = parts.entity.written
    done = frozenset(written.operations)
    package = parts.own.package.partition(".")[0]
    lists = "list" in done
    paged = lists and parts.entity.pagination == "page"
    by_key = bool(done - {"list", "create"})
    guarded = written.versioned and bool(done & {"replace", "update", "delete"})
    fresh = written.versioned and "get" in done
    shown = bool(done - {"delete"})
    fastapi = {
        "APIRouter": True,
        "Query": lists,
        "Request": paged or "create" in done,
        "Response": True,
    }
    preconditions = {
        "IfMatch": guarded,
        "IfNoneMatch": fresh,
        "VersionedResponseBuilder": shown and written.versioned,
        "expected_versions": guarded,
    }
    reads = bool(lists or nested or "get" in done)
    writes = bool(done - {"list", "get"})
    name = parts.name
    return RouterCode(
        annotated=lists,
        fastapi=_chosen(fastapi),
        missing=guarded or fresh,
        response_builder=(
            ("Versioned" if written.versioned else "") + "ResponseBuilder"
            if shown
            else ""
        ),
        dependencies=_chosen({f"{name}ReadingDep": reads, f"{name}ServiceDep": writes}),
        imports=sorted_modules(
            {
                f"{package}.core.http.contract": ("responses",),
                f"{package}.core.queries": ("ListQuery",) if lists else (),
                f"{package}.core.http.preconditions": _chosen(preconditions),
                f"{package}.core.http.responses": _chosen(
                    {
                        "ResponseBuilder": shown and not written.versioned,
                        "location": "create" in done,
                    }
                ),
                **_parents(parts, nested),
            }
        ),
        schemas=tuple(
            sorted(
                _schemas(parts.name, done, key if by_key else (), nested),
                key=class_order,
            )
        ),
        key=tuple(f"{part.parameter}: {part.alias}" for part in key),
        arguments=tuple(part.parameter for part in key),
        made=tuple(f"made.{part.attribute}" for part in key),
    )


def _chosen(names: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, used in names.items() if used)


def _schemas(
    name: str, done: frozenset[str], key: Sequence[KeyPart], nested: Sequence[Nested]
) -> Iterator[str]:
    yield from (part.alias for part in key)
    yield from (each.query for each in nested)
    if "list" in done:
        yield from (f"{name}Page", f"{name}Query")
    if done - {"delete"}:
        yield f"{name}Read"
    for operation in ("create", "replace", "update"):
        if operation in done:
            yield name + operation.capitalize()


def _parents(parts: EntityParts, nested: Sequence[Nested]) -> dict[str, set[str]]:
    """The services and keys of the slices under whose paths this one's lists stand."""
    wanted: dict[str, set[str]] = {}
    for each in nested:
        if each.parent == parts.name:
            continue
        package = parts.resolved.entities[each.parent].names.package
        aliases = {text.rpartition(": ")[2] for text in each.key}
        wanted.setdefault(f"{package}.dependencies", set()).add(
            f"{each.parent}ReadingDep"
        )
        wanted.setdefault(f"{package}.schemas", set()).update(aliases)
    return wanted


def sorted_modules(modules: Mapping[str, Iterable[str]]) -> tuple[Import, ...]:
    """Return imports in the order in which import sorters want them, without empty ones."""
    return tuple(
        Import(module, tuple(sorted(modules[module], key=member_order)))
        for module in sorted(modules, key=natural)
        if modules[module]
    )


def service(
    name: str, operations: Sequence[str], pagination: Pagination
) -> ServiceCode:
    """Return the types that the service is about."""
    arguments = [
        f"{name}{operation.capitalize()}" if operation in operations else "Never"
        for operation in ("create", "replace", "update")
    ]
    by_cursor = pagination == "cursor"
    return ServiceCode(
        base="CursorService" if by_cursor else "Service",
        module="cursor_service" if by_cursor else "service",
        arguments=tuple(arguments),
        schemas=tuple(argument for argument in arguments if argument != "Never"),
        never="Never" in arguments,
    )


def standard_imports(source: str) -> tuple[str, ...]:
    """Return the imports from the standard library that a piece of source needs."""
    return tuple(_standard(source, []))


def sorted_imports(parts: EntityParts, entities: Iterable[str]) -> Iterator[Import]:
    """Return the imports of other mapped classes."""
    package = parts.own.package.partition(".")[0]
    found = [parts.resolved.entities[name].names for name in entities]
    for names in sorted(found, key=lambda each: natural(each.variable)):
        yield Import(f"{package}.models.{names.variable}", (names.class_name,))


def _typing(source: str, *, related: bool) -> Iterator[tuple[str, bool]]:
    yield "TYPE_CHECKING", related
    yield "Any", re.search(r"\bAny\b", _without_texts(source)) is not None


def _standard(source: str, typing: Sequence[str]) -> Iterator[str]:
    source = _without_texts(source)
    for use, line in _MODULES.items():
        if re.search(rf"\b{re.escape(use)}", source):
            yield line
    if re.search(r"\bDecimal\b", source):
        yield "from decimal import Decimal"
    if typing:
        yield f"from typing import {', '.join(typing)}"


def _used(source: str, candidates: Sequence[str]) -> tuple[str, ...]:
    source = _without_texts(source)
    return tuple(name for name in candidates if re.search(rf"\b{name}\b", source))


def _without_texts(source: str) -> str:
    """Return Python source without its string literals: they import nothing."""
    return re.sub(r"""f?("(\\.|[^"\\])*"|'(\\.|[^'\\])*')""", '""', source)
