"""Entities: they have fields, operations and traits that go together."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.design import Entity
from ..language.finding import Finding
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.slots import is_virtual
from .finding import repeated


def rule(resolved: Resolved) -> Iterator[Finding]:
    """An entity has fields and operations, and its traits do not contradict each other."""
    for name, found in resolved.entities.items():
        entity = found.written
        path: Path = ("entities", name)
        if not entity.fields:
            yield Finding(
                (*path, "fields"), "BD115", "An entity has at least one field."
            )
        if not entity.operations:
            message = "An entity without operations is not supported yet."
            yield Finding((*path, "operations"), "BD102", message)
        yield from _lists(entity, path)
        yield from _trait_columns(found, path)
        for feature in resolved.features:
            yield from feature.rule(name, entity)
        if entity.pagination is not None and "list" not in entity.operations:
            message = "There is no list to paginate."
            yield Finding((*path, "pagination"), "BD421", message, "Leave it out.")
        yield from _words(found, path)


def _words(found: ResolvedEntity, path: Path) -> Iterator[Finding]:
    """What is found by the words in it is in an index, which PostgreSQL has of what is stored."""
    read = {name for f in found.features for name in f.worded(found.usage)}
    for slot in found.slots:
        if slot.attribute in read and is_virtual(slot):
            name = slot.field_name
            message = (
                f"The words in {name} are in an index, and PostgreSQL has none of what "
                "is virtual."
            )
            hint = "Leave virtual out: what is stored can be indexed."
            yield Finding((*path, "fields", name), "BD413", message, hint)


def _trait_columns(found: ResolvedEntity, path: Path) -> Iterator[Finding]:
    """What lists are asked for beside fields are columns of traits that clients see."""
    words = {"sort": found.written.sort, "filter": found.written.filter}
    shown = {n: s for n, s in found.added.items() if s.added and not s.added.hidden}
    for word, names in words.items():
        for position, name in enumerate(names):
            if name in shown:
                continue
            place = (*path, word, position)
            if name in found.fields:
                message = f"{name} is a field, which says so itself."
                yield Finding(place, "BD106", message, f"Write `{word}` on its line.")
            else:
                of = "part of a value" if "." in name else "column of its traits"
                message = f'"{name}" is no {of} that clients see.'
                hint = did_you_mean(name, [*shown, *_parts(found)]) or "Leave it out."
                yield Finding(place, "BD106", message, hint)


def _parts(found: ResolvedEntity) -> Iterator[str]:
    """Yield the parts of values that clients see, as lists call them."""
    for each in found.fields.values():
        hidden = each.source.writeonly or each.source.internal
        if each.part is not None and not hidden:
            yield each.said


def _lists(entity: Entity, path: Path) -> Iterator[Finding]:
    said = {
        "operations": entity.operations,
        "traits": entity.traits,
        "sort": entity.sort,
        "filter": entity.filter,
    }
    for word, items in said.items():
        for position, item in repeated(items):
            message = f'"{item}" appears twice.'
            yield Finding((*path, word, position), "BD116", message)
