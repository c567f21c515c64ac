"""The module of a repository: its imports, and what its class is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...layout import Node, Source, after, block, call, import_block
from ...names import python_string as quoted
from ..parts import EntityParts
from ..types import Filter, Finder, Link, RepositoryCode
from .imports import of_value, standard

_STAMPS = ("insert_stamps = CREATED", "update_stamps = CHANGED")


def repository_code(
    parts: EntityParts,
    finders: Sequence[Finder],
    filters: Sequence[Filter],
    search: Sequence[str],
) -> RepositoryCode:
    """Return what the module of an entity's repository says."""
    bases = dict(_bases(parts))
    conditions = (*map(_filter, filters), *_search(search))
    attributes = [
        *(_STAMPS if parts.entity.written.timestamps else ()),
        *_calls("filters", conditions),
        *_calls("links", tuple(map(_link, parts.links))),
    ]
    members = {
        "conditions": {"Filter"} if filters else set(),
        "links": {"Link"} if parts.links else set(),
        "search": {"Search"} if search else set(),
        "stamps": {"CHANGED", "CREATED"} if parts.entity.written.timestamps else set(),
    }
    for base, module in bases.items():
        members.setdefault(module, set()).add(base)
    return RepositoryCode(
        imports="\n".join(_imports(parts, finders, members)),
        bases=tuple(f"{base}[{parts.own.class_name}]" for base in bases),
        attributes=tuple(block(each, 4) for each in attributes),
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


def _filter(each: Filter) -> Source:
    if each.operator != "eq":
        arguments = [each.attribute, each.column, each.operator]
    elif each.attribute != each.column:
        arguments = [each.attribute, each.column]
    else:
        arguments = [each.attribute]
    return call("Filter", *map(quoted, arguments))


def _search(attributes: Sequence[str]) -> Iterator[Source]:
    if attributes:
        yield call("Search", *map(quoted, attributes))


def _link(link: Link) -> Source:
    names = map(quoted, (link.attribute, link.relationship))
    return call("Link", *names, link.target_class, quoted(link.target_key))


def _calls(name: str, items: tuple[Source, ...]) -> Iterator[Source]:
    """Yield a tuple of calls, of which each has a line of its own where there are more."""
    if items:
        many = len(items) > 1
        made = Node("(", items, ")", comma=not many, spread=many)
        yield after(f"{name} = ", made)


def _imports(
    parts: EntityParts, finders: Sequence[Finder], core: dict[str, set[str]]
) -> Iterator[str]:
    package = parts.own.package.partition(".")[0]
    used = set(_names_of(parts, finders))
    lines = [*standard(used)]
    yield from (*lines, "") if lines else ()
    mapped = {parts.own.class_name, *(link.target_class for link in parts.links)}
    yield from import_block(
        {
            **{f"{package}.core.db.{name}": each for name, each in core.items()},
            f"{package}.models": mapped | ({"enums"} & used),
        }
    )


def _names_of(parts: EntityParts, finders: Iterable[Finder]) -> Iterator[str]:
    """Yield the names that the parameters of finders are written with."""
    looked_up = {column for finder in finders for column in finder.columns}
    for slot in parts.slots:
        if slot.name in looked_up:
            yield from of_value(slot.schema)
