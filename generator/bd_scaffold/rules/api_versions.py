"""Older versions of the API: what they call otherwise is there, and can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..diagnostics import did_you_mean, one_of
from ..language.api_versions import VERSION_NAME, OlderVersion
from ..language.design import ALL_OPERATIONS
from ..language.field_type import FieldType
from ..language.files import FILE
from ..language.finding import Finding
from ..language.scalars import TYPES
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.api_versions import names_then, path_then
from ..resolve.derived import added_paths
from ..resolve.endpoints import subject_of
from ..resolve.slots import Slot, has_default, is_server_set, made
from ..resolve.values import made_anew
from .naming import CLASS, SEGMENT, SNAKE, shaped

_NAME = re.compile(VERSION_NAME)


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each is older than today's, and differs in what translations of names can bridge."""
    for name, said in resolved.design.api.versions.items():
        place: Path = ("api", "versions", name)
        yield from _ages(resolved, place, name, said)
        for position, written in enumerate(said.without):
            yield from _since(resolved, (*place, "without", position), said, written)
        for now, then in said.called.items():
            yield from _called(resolved, (*place, "called", now), now, then)
        for entity, path in said.paths.items():
            yield from _entity(resolved, (*place, "paths", entity), entity)
            yield from shaped((*place, "paths", entity), path, SEGMENT)
        for field, source in said.had.items():
            yield from _had(resolved, (*place, "had", field), field, source)
        yield from _alike(resolved, place, said)


def _ages(
    resolved: Resolved, place: Path, name: str, said: OlderVersion
) -> Iterator[Finding]:
    today = resolved.design.api.version
    if not _NAME.fullmatch(name):
        message = f'"{name}" is not an API version.'
        yield Finding(place, "BD113", message, "Write v1.")
    elif _NAME.fullmatch(today) and int(name[1:]) >= int(today[1:]):
        message = f"{name} is not older than {today}, which is today's."
        hint = f"Write `version: v{int(name[1:]) + 1}`, or name an older one."
        yield Finding(place, "BD604", message, hint)
    if said.deprecated and said.sunset and said.sunset < said.deprecated:
        message = f"It ends on {said.sunset}, before clients are told to move."
        hint = f"Write a day after {said.deprecated}."
        yield Finding((*place, "sunset"), "BD604", message, hint)


def _entity(resolved: Resolved, place: Path, name: str) -> Iterator[Finding]:
    if name not in resolved.entities:
        hint = did_you_mean(name, resolved.entities)
        yield Finding(place, "BD103", f'"{name}" is not an entity.', hint)


# What has come since


def _since(
    resolved: Resolved, place: Path, said: OlderVersion, written: str
) -> Iterator[Finding]:
    owner, _, name = written.partition(".")
    if written in resolved.entities or written in resolved.design.operations:
        return
    if owner not in resolved.entities or not name:
        message = f'"{written}" is no entity, no field and no operation.'
        known = [*resolved.entities, *resolved.design.operations]
        hint = (
            did_you_mean(written, known)
            or "Write Review, Product.weight or Order.ship."
        )
        yield Finding(place, "BD103", message, hint)
        return
    entity = resolved.entities[owner]
    fields, operations = entity.written.fields, [*dict.fromkeys(_operations(entity))]
    if name in operations:
        return
    if name in _wholes(entity):
        yield _of_parts(place, written)
    elif name not in fields:
        known = [*fields, *operations]
        hint = did_you_mean(name, known) or one_of(known)
        yield Finding(place, "BD103", f"{owner} has no {name}.", hint)
    else:
        slots = [each for each in entity.slots if each.field_name == name]
        yield from _hidden(resolved, place, said, entity, slots)


def _operations(entity: ResolvedEntity) -> Iterator[str]:
    yield from ALL_OPERATIONS
    yield from entity.written.transitions
    subject = subject_of(entity)
    for feature in entity.features:
        yield from (each.name for each in feature.operations(subject))


def _wholes(entity: ResolvedEntity) -> set[str]:
    """Return the fields whose values have parts, and those parts."""
    return {name for each in entity.composites for name in (each.name, *each.parts)}


def _of_parts(place: Path, written: str) -> Finding:
    message = f"{written} is a value of parts, which can't be translated."
    hint = "Let both versions have it as it is, or make fields of its parts."
    return Finding(place, "BD605", message, hint)


def _hidden(
    resolved: Resolved,
    place: Path,
    said: OlderVersion,
    entity: ResolvedEntity,
    slots: Iterable[Slot],
) -> Iterator[Finding]:
    """Yield why a version can't do without a field: its clients send none."""
    has = {
        each
        for each in entity.written.operations
        if not {entity.name, f"{entity.name}.{each}"} & {*said.without}
    }
    for slot in slots:
        if slot.key:
            message = f"{slot.name} is part of the key, by which its clients name rows."
            yield Finding(place, "BD605", message, "Leave it out here.")
            continue
        if is_server_set(slot):
            continue
        optional = slot.schema.nullable or has_default(slot) or slot.from_caller
        if "create" in has and not (optional or made(slot)):
            message = f"Its clients send no {slot.name}, and a row needs one."
            hint = f"Give it a default, or make it optional: {_optional(slot)}."
            yield Finding(place, "BD605", message, hint)
        if slot.source is not None and slot.source.immutable:
            continue
        if found := _by_other_key(entity, said):
            name, key = found
            message = f"A PUT of its clients by {' and '.join(key)} would "
            message += f"take {slot.name} away."
            hint = f"Say {entity.name}.{name} here, too."
            yield Finding(place, "BD605", message, hint)
        if "replace" in has and "update" not in entity.written.operations:
            message = f"A PUT of its clients would take {slot.name} away."
            hint = (
                f"Let {entity.name} have `update`, by which it stays; or say "
                f"{entity.name}.replace here, too."
            )
            yield Finding(place, "BD605", message, hint)
        elif "replace" in has and _needs_keys(resolved):
            message = (
                "A PUT of its clients has no Idempotency-Key, and a change needs one."
            )
            hint = f"Say {entity.name}.replace here, too, or require no key."
            yield Finding(place, "BD605", message, hint)


def _by_other_key(
    entity: ResolvedEntity, said: OlderVersion
) -> tuple[str, tuple[str, ...]] | None:
    """Return what replaces rows by another key than theirs in a version, and that key."""
    subject = subject_of(entity)
    for feature in entity.features:
        for each in feature.operations(subject):
            if each.natural and f"{entity.name}.{each.name}" not in said.without:
                return each.name, each.natural
    return None


def _needs_keys(resolved: Resolved) -> bool:
    keys = resolved.design.api.idempotency
    return keys is not None and keys.required


def _optional(slot: Slot) -> str:
    return f"`{slot.field_name}: {slot.schema.type}?`"


# What is called otherwise


def _called(resolved: Resolved, place: Path, now: str, then: str) -> Iterator[Finding]:
    owner, _, name = now.partition(".")
    enum = next((e for e in resolved.enums if e.name == owner and name), None)
    if now in resolved.entities:
        yield from shaped(place, then, CLASS)
    elif enum is not None:
        if name not in enum.values:
            hint = did_you_mean(name, enum.values) or one_of(enum.values)
            yield Finding(place, "BD103", f'"{name}" is no value of {owner}.', hint)
    elif owner in resolved.entities and name:
        yield from _field_called(resolved.entities[owner], place, now, then)
    else:
        message = f'"{now}" is no entity, no field and no value of an enum.'
        known = [*resolved.entities, *(each.name for each in resolved.enums)]
        hint = did_you_mean(owner, known) or one_of(known)
        yield Finding(place, "BD103", message, hint)


def _field_called(
    entity: ResolvedEntity, place: Path, now: str, then: str
) -> Iterator[Finding]:
    name = now.partition(".")[2]
    if name in _wholes(entity):
        yield _of_parts(place, now)
    elif name not in entity.written.fields:
        hint = did_you_mean(name, entity.written.fields)
        yield Finding(place, "BD103", f"{entity.name} has no {name}.", hint)
    elif not entity.fields[name].has_column:
        message = f"{now} is a list of rows, which paths are made of."
        hint = "Let both versions call it so."
        yield Finding(place, "BD605", message, hint)
    else:
        yield from shaped(place, then, SNAKE)


def _alike(resolved: Resolved, place: Path, said: OlderVersion) -> Iterator[Finding]:
    """Yield what two things of a version would both be called."""
    shown = [e for e in resolved.entities.values() if e.name not in said.without]
    paths = [(e.name, path_then(e, said)) for e in shown]
    yield from _twice(place, paths, "the path")
    for entity, (name, path) in zip(shown, paths, strict=True):
        if path != entity.names.path:
            fixed = [each for each in _of_no_entity(resolved) if each[1] == path]
            yield from _twice(place, [*fixed, (name, path)], "the path")
    titles = [(e.name, said.called.get(e.name, e.name)) for e in shown]
    yield from _twice(place, titles, "the name")
    for entity in shown:
        yield from _twice(place, [*_properties(entity, said)], "the property")
    for enum in resolved.enums:
        start = f"{enum.name}."
        then = [
            (name, value)
            for name, value in said.called.items()
            if name.startswith(start) and value not in enum.values
        ]
        yield from _twice(place, then, "the value")


def _of_no_entity(resolved: Resolved) -> Iterator[tuple[str, str]]:
    """Yield who has paths in every version, each with the path."""
    yield from ((each.owner, each.name) for each in added_paths(resolved))
    yield from ((each.full_name, each.path) for each in resolved.custom)


def _properties(
    entity: ResolvedEntity, said: OlderVersion
) -> Iterator[tuple[str, str]]:
    for slot in entity.slots:
        name = f"{entity.name}.{slot.field_name}"
        then = said.called.get(name, slot.field_name)
        if name not in said.without:
            found = dict(names_then([slot], slot.field_name, then))
            yield name, found.get(slot.name, slot.name)
    for each in said.had:
        owner, _, field = each.partition(".")
        if owner == entity.name:
            yield each, field


def _twice(
    place: Path, called: Iterable[tuple[str, str]], what: str
) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for now, then in called:
        if then in seen:
            message = f"{now} and {seen[then]} would both have {what} {then}."
            hint = "Give each one of its own, or say what has come since: `without`."
            yield Finding(place, "BD605", message, hint)
        seen[then] = now


# What has gone


def _had(
    resolved: Resolved, place: Path, written: str, source: FieldType
) -> Iterator[Finding]:
    owner, _, name = written.partition(".")
    if owner not in resolved.entities or not name:
        message = f'"{written}" is no field of an entity.'
        hint = did_you_mean(owner, resolved.entities) or "Write Product.colour."
        yield Finding(place, "BD103", message, hint)
        return
    yield from shaped(place, name, SNAKE)
    if resolved.entities[owner].sparse_fields:
        message = f"Requests name the fields of {owner}, and today's API has no {name}."
        hint = f"Write `sparse_fields: false` at {owner}, or leave this out."
        yield Finding(place, "BD605", message, hint)
    if source.type == FILE:
        return  # of which another rule tells
    if source.type not in TYPES or source.type == "user":
        message = f"A {source.type} that has gone can't be shown."
        hint = "Write the type of its values: string(20)?, integer = 0."
        yield Finding(place, "BD605", message, hint)
    elif made_anew(source) or not (source.nullable or source.has_default):
        message = "There is nothing to show of it."
        hint = (
            "Make it optional, which shows null, or give it a constant as its default."
        )
        yield Finding(place, "BD605", message, hint)
