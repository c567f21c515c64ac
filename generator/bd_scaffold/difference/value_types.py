"""What a design says of its value types; of their parts, the fields that have them tell."""

from __future__ import annotations

from collections.abc import Container, Iterator

from ..model import matching
from ..model.types import Entity, Model, PartOf, Property
from .change import BREAKING, Change, effects
from .lists import reordered, reworded
from .renames import DeclaredRenames


def value_types(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the types of values with parts."""
    matched = matching.types(old, new)
    for older, newer in matched.kept:
        if older.name != newer.name:
            yield Change(older.name, f"renamed to {newer.name}", "renamed")
        yield from reworded(
            older.name, "description", older.description, newer.description
        )
    for each in matched.added:
        yield Change(each.name, "added", "added")
    for each in matched.removed:
        yield Change(each.name, "removed", "removed")
    yield from reordered("types", "they stand", old.types, matched)


def wholes(
    models: tuple[Model, Model],
    entities: tuple[Entity, Entity],
    renames: DeclaredRenames,
) -> Iterator[Change]:
    """Yield what differs in an entity's values as wholes; their parts are told as fields."""
    pairs = matching.wholes(models, entities)
    kept = {one.name: (one, other) for one, other in pairs}
    for name, (older, newer) in kept.items():
        subject = f"{entities[0].name}.{name}"
        today = renames.types.get(older.type, older.type)
        if today != newer.type:
            yield Change(subject, f"{today} became {newer.type}", "retyped", BREAKING)
        yield from reworded(
            subject, "description", older.description, newer.description
        )


def is_needed_in(value: Property, wholes: Container[str]) -> bool:
    """True for a part that every value has, where values that may be missing are there."""
    part = value.part
    if part is None or not (part.needed and part.nullable):
        return False
    return part.name in wholes


def added(value: Property, wholes: Container[str]) -> str:
    """Return what is to be known of a new part, which can have no default."""
    if is_needed_in(value, wholes) and value.part is not None:
        return f", as {value.part.name} may be missing; {_HELP}"
    is_needed = value.part is not None and not value.schema.nullable
    return f"; {_HELP}" if is_needed else ""


_HELP = "parts have no default: --fill the rows, or give it a question mark"


def part(subject: str, old: Property, new: Property) -> Iterator[Change]:
    """Yield that a field has become a part of a value, or another kind of part."""
    if old.part is None or new.part is None:
        if new.part is not None:
            yield Change(subject, f"part of {new.part.name} now", "changed", BREAKING)
        elif old.part is not None:
            text = f"no longer part of {old.part.name}"
            yield Change(subject, text, "changed", BREAKING)
    elif old.schema.nullable and new.schema.nullable:
        yield from _needed(subject, old.part, new.part)


def _needed(subject: str, old: PartOf, new: PartOf) -> Iterator[Change]:
    """Yield what every value has, or no longer, that may be missing as a whole."""
    if old.needed and not new.needed:
        yield Change(subject, "optional in a value now", "optional", BREAKING)
    elif new.needed and not old.needed:
        costs = effects(needs_default=True, breaks_clients=True)
        yield Change(subject, "required in a value now", "required", costs)
