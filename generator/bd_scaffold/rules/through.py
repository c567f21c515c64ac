"""Relations of many to many that rows of another entity hold, and their other sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostics import did_you_mean
from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.through import Ends, candidates, ends_of
from .finding import about, listed

_OF_KEYS = ("link", "unlisted", "nested")
_OF_A_COLUMN = (
    *("unique", "index", "to", "readonly", "writeonly", "internal", "immutable"),
    *("on_delete", "on_update", "deferred"),
)


def through(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """It names an entity that relates the two, which alone says how."""
    entity, *named = written.source.through
    for word in (*_OF_KEYS, *_OF_A_COLUMN):
        if getattr(written.source, word):
            of = (
                "pairs in a table of their own"
                if word in _OF_KEYS
                else f"{entity}'s rows"
            )
            message = f'"{word}" is for {of}.'
            yield about(written, "BD206", message, "Leave it out.", word)
    sides = (written.entity_name, written.source.type)
    if entity not in resolved.entities:
        hint = did_you_mean(entity, resolved.entities) or "Name an entity."
        yield about(written, "BD309", f'"{entity}" is not an entity.', hint, "through")
    elif entity in sides:
        message = f"{entity} is a side of the relation, and no third entity."
        hint = "Name the entity whose rows relate the two."
        yield about(written, "BD309", message, hint, "through")
    elif len(named) not in (0, 2):
        message = f"through has {len(named) + 1} arguments."
        hint = f"Write through({entity}), or through({entity}, FIELD, FIELD)."
        yield about(written, "BD202", message, hint, "through")
    else:
        yield from _ends(resolved, written, entity)


def _ends(resolved: Resolved, written: Field, entity: str) -> Iterator[Finding]:
    fields = {name: each.fields for name, each in resolved.entities.items()}
    ends = ends_of(fields, written)
    if ends is None:
        yield from _open(written, entity, *candidates(fields, written))
        return
    yield from by_one_parameter(resolved, written)
    for end in (ends.near, ends.far):
        if end.source.internal or end.source.writeonly:
            word = "internal" if end.source.internal else "writeonly"
            message = f"The list would show {entity}.{end.name}, which is {word}."
            yield about(written, "BD207", message, "Leave one of them out.", "through")
        if end.source.to is not None:
            message = f"{entity}.{end.name} refers by {end.source.to}, not by the key."
            hint = f"Leave `to` out there, or read the rows of {entity}."
            yield about(written, "BD309", message, hint, "through")
    yield from _said_twice(resolved, written, ends)


def _open(
    written: Field, entity: str, near: Sequence[Field], far: Sequence[Field]
) -> Iterator[Finding]:
    """Say which of its fields it could be, or that there is none."""
    named = written.source.through[1:]
    sides = (written.entity_name, written.source.type)
    for side, found, said in zip(sides, (near, far), named or ("", ""), strict=True):
        if not found and said:
            message = f"{entity}.{said} does not refer to {side}."
            hint = f"Name the field of {entity} that does."
            yield about(written, "BD309", message, hint, "through")
            return
        if not found:
            message = f"{entity} has no field that refers to {side}."
            hint = f"Give it one of type {side}."
            yield about(written, "BD309", message, hint, "through")
            return
    if named:
        message = f"{entity}.{named[0]} can't refer to both sides."
        yield about(written, "BD309", message, "Name two fields.", "through")
        return
    both = dict.fromkeys(each.name for each in (*near, *far))
    if len(both) == 1:
        message = (
            f"{entity} has one field that refers to {sides[0]}, and relates no two."
        )
        hint = f"Give it another one of type {sides[0]}."
        yield about(written, "BD309", message, hint, "through")
        return
    message = f"{entity} relates the two by {listed(both)}, in more than one way."
    first = near[0].name
    last = next(each.name for each in far if each.name != first)
    hint = f"Write through({entity}, {first}, {last}): to this side, and to the other."
    yield about(written, "BD309", message, hint, "through")


def by_one_parameter(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """A list is narrowed by a key of one part."""
    target = written.source.type
    if written.source.filter and len(resolved.entities[target].key) > 1:
        message = f"{target} has a composite key, which is no parameter of a list."
        hint = "Leave it out: the list under the path has them."
        yield about(written, "BD305", message, hint, "filter")


def _said_twice(resolved: Resolved, written: Field, ends: Ends) -> Iterator[Finding]:
    """One of two sides says `through`, and the other one `by`."""
    fields = {name: each.fields for name, each in resolved.entities.items()}
    own = (ends.near.name, ends.far.name)
    for other in resolved.fields:
        if other == written:
            return
        found = ends_of(fields, other) if other.kind == "through" else None
        if found is None or other.source.through[0] != written.source.through[0]:
            continue
        said = (found.near.name, found.far.name)
        shown = f"{other.entity_name}.{other.name}"
        if said == own:
            message = f"{shown} is the same relation."
            yield about(written, "BD306", message, "Keep one of the two.", "through")
            return
        elif said == own[::-1]:
            message = f"{shown} is the same relation from the other side."
            hint = f"Write {written.source.type}[] by {other.name}."
            yield about(written, "BD306", message, hint, "through")
            return
