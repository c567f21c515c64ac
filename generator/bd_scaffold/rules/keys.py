"""Keys: what identifies a row is there from the start and stays."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.design import Entity, FieldType
from ..language.finding import Finding
from ..language.scalars import TYPES
from ..language.tree import Path
from ..resolve import Resolved, ResolvedEntity
from ..resolve.values import LONGEST_INDEXED, greatest_length, is_short, made_anew
from .finding import repeated


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A key's fields exist, are required, and can stand in a path."""
    for name, entity in resolved.entities.items():
        key = entity.written.key
        if key is None:
            continue
        path: Path = ("entities", name, "key")
        if not key:
            hint = "Leave `key` out for a generated id."
            yield Finding(path, "BD115", "A key has at least one field.", hint)
        for position, field_name in repeated(key):
            message = f'"{field_name}" appears twice.'
            yield Finding((*path, position), "BD116", message)
        for position, field_name in enumerate(key):
            yield from _part(entity, (*path, position), field_name)


def _part(entity: ResolvedEntity, path: Path, name: str) -> Iterator[Finding]:
    if any(name == each.name for each in entity.composites):
        return  # of which its own rule tells
    if name not in entity.fields:
        yield unknown_field(entity, path, name)
        return
    written = entity.fields[name]
    field = written.source
    if not written.is_known or field.auto:
        return
    if not written.has_column or field.many:
        message = f"{name} is a list, which cannot be part of a key."
        yield Finding(path, "BD401", message)
    elif field.type == "text" and not is_short(field):
        message = (
            f"{name} is a text, of which an index holds {LONGEST_INDEXED} characters."
        )
        hint = f"Use string(n), or say length(1, {LONGEST_INDEXED})."
        yield Finding(path, "BD401", message, hint)
    elif written.kind == "value" and not (TYPES[field.type].key or is_short(field)):
        allowed = [kind for kind, facts in TYPES.items() if facts.key]
        message = f"{name} is {field.type}, which cannot be part of a key."
        hint = f"Keys are of {', '.join(allowed)}, enums and relations."
        yield Finding(path, "BD401", message, hint)
    yield from _contradictions(entity.written, field, path, name)


def _contradictions(
    entity: Entity, field: FieldType, path: Path, name: str
) -> Iterator[Finding]:
    if field.nullable:
        hint = "Remove the question mark."
        yield Finding(path, "BD402", f"{name} is optional, which a key can't be.", hint)
    if field.is_computed:
        message = f"{name} is computed, which a key of a row can't be."
        hint = "Make it unique, and leave the key out or generate it."
        yield Finding(path, "BD402", message, hint)
    if field.default_sql:
        message = f"{name} is what a row is found by, so its default is no other SQL's."
        yield Finding(path, "BD402", message, "Leave the default out, or write auto.")
    elif made_anew(field) == "next":
        message = f"{name} is counted, which a key alone can be, by another word."
        alone = len(entity.key or ()) < 2
        hint = "Write auto, without = next."
        other = "Make a field of its own auto, and these unique together."
        yield Finding(path, "BD402", message, hint if alone else other)
    elif (
        field.has_default and made_anew(field) != "uuid" and len(entity.key or ()) == 1
    ):
        message = f"{name} has a default, so a second row would have the same key."
        yield Finding(path, "BD402", message, "Remove the default.")
    for word in ("readonly", "writeonly", "internal"):
        if getattr(field, word):
            message = f"{name} is {word}, but clients set and see a natural key."
            hint = "Write auto for one that is generated." if word == "readonly" else ""
            yield Finding(path, "BD402", message, hint or f"Remove {word}.")
    longest = greatest_length(field)
    if longest is not None and longest > LONGEST_INDEXED:
        message = f"{name} is too long for a key: at most {LONGEST_INDEXED} characters."
        yield Finding(path, "BD209", message, "Make the string shorter.")


def unknown_field(entity: ResolvedEntity, path: Path, name: str) -> Finding:
    """The finding that a name is not a field of an entity."""
    relation = next(
        (
            each
            for each, field in entity.fields.items()
            if field.is_relation and name.startswith(f"{each}_")
        ),
        None,
    )
    close = did_you_mean(name, [each.said for each in entity.fields.values()])
    hint = f"Write the relation: {relation}." if relation else close
    return Finding(path, "BD106", f'"{name}" is not a field.', hint)
