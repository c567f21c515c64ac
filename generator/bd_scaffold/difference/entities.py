"""What a design says of its entities, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..features.feature import Feature
from ..model import matching
from ..model.matching import Matching, matched
from ..model.types import Entity, Model
from . import database_names, fields, value_types
from .change import BREAKING, SAFE, STRICTER, Change, effects
from .constraints import constraints
from .declared import Declared, Field, OtherSide, declared_of
from .lists import listed, reordered, reworded
from .own_words import changed_words
from .renames import DeclaredRenames
from .today import Today
from .trait_columns import trait_columns


def entities(
    old: Model, new: Model, renames: DeclaredRenames, features: Sequence[Feature]
) -> Iterator[Change]:
    """Yield what differs in the entities; those that are equal are not looked into."""
    found = matching.entities(old, new)
    before = {newer.name: older for older, newer in found.kept}
    for entity in new.entities:
        older = before.get(entity.name)
        if older is None:
            where = f" to {entity.area}" if entity.area else ""
            yield Change(entity.name, f"added{where}", "added")
        elif older != entity or old.tables[older.table] != new.tables[entity.table]:
            yield from _entity((old, new), (older, entity), renames, features)
    for each in found.removed:
        yield Change(each.name, "removed, with its table of rows", "removed", STRICTER)
    yield from reordered("entities", "they stand", old.entities, found)


def _entity(
    models: tuple[Model, Model],
    entities_: tuple[Entity, Entity],
    renames: DeclaredRenames,
    features: Sequence[Feature],
) -> Iterator[Change]:
    old, new = entities_
    before, after = map(declared_of, models, entities_)
    then, now = _said_by_fields(before, after)
    kept = matched(
        then, now, lambda each: each.name, lambda each: (each.was, *each.former)
    )
    yield from _words(old, new, renames)
    yield from _traits(old, new, features)
    tables = (models[0].tables[old.table], models[1].tables[new.table])
    yield from trait_columns(entities_, tables, features)
    yield from _operations(old, new)
    yield from _fields(old.name, new.name, kept, renames)
    if before.key == after.key and _are_alike(kept):  # keys come first, links last
        yield from reordered(old.name, "fields", before.fields, kept)
    yield from value_types.wholes(models, entities_, renames)
    yield from _other_sides(old.name, new.name, before, after, renames)
    today = Today(
        fields={older.name: newer.name for older, newer in kept.kept},
        columns=renames.columns.get(new.name, {}),
    )
    yield from constraints(old.name, before, after, today)
    yield from database_names.constraints(old.name, *tables, today.columns)


def _said_by_fields(
    before: Declared, after: Declared
) -> tuple[list[Field], list[Field]]:
    """Return the fields of then and now without one that says what the generated key was."""
    unsaid = {*before.generated, *after.generated}
    then, now = (
        [each for each in declared.fields if each.name not in unsaid]
        for declared in (before, after)
    )
    return then, now


# Single words

_FOLLOWING = ("nested_list", "nested_get", "link", "unlink", "action")
"""Operations of which a relation tells, or a capability."""


def _words(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(old.name, f"renamed to {new.name}", "renamed", BREAKING)
    area = renames.areas.get(old.area or "", old.area)
    if area != new.area:
        parts = (f" from {area}" if area else "", f" to {new.area}" if new.area else "")
        yield Change(old.name, f"moved{''.join(parts)}", "moved")
    yield from database_names.of_entity(old, new)
    yield from reworded(old.name, "description", old.description, new.description)
    yield from changed_words(old.name, old.x, new.x)


def _traits(old: Entity, new: Entity, features: Sequence[Feature]) -> Iterator[Change]:
    for feature in features:
        before, after = (each.features.get(feature.name) for each in (old, new))
        if not feature.traits or before == after:
            continue
        if after:
            yield Change(old.name, f"{feature.name} added", "added")
        else:
            cost = effects(
                loses_data=feature.removal.loses_data,
                breaks_clients=feature.removal.breaks_clients,
            )
            yield Change(old.name, f"{feature.name} removed", "removed", cost)


def _operations(old: Entity, new: Entity) -> Iterator[Change]:
    before, after = _own_operations(old), _own_operations(new)
    added = [each for each in after if each not in before]
    removed = [each for each in before if each not in after]
    if added:
        yield Change(old.name, f"{_several(added)} added", "added")
    if removed:
        yield Change(old.name, f"{_several(removed)} removed", "removed", BREAKING)
    if old.pagination != new.pagination:
        text = f"pagination changed from {old.pagination} to {new.pagination}"
        listing = "list" in before and "list" in after
        yield Change(old.name, text, "changed", BREAKING if listing else SAFE)


def _own_operations(entity: Entity) -> list[str]:
    """Return the operations that the entity lists: others follow from its other words."""
    own = (each for each in entity.operations if each.kind not in _FOLLOWING)
    return [each.name for each in own]


def _several(operations: Sequence[str]) -> str:
    return f"operation{'s' * (len(operations) > 1)} {listed(operations)}"


# Fields


def _fields(
    old: str, new: str, found: Matching[Field], renames: DeclaredRenames
) -> Iterator[Change]:
    for older, newer in found.kept:
        yield from fields.changed(f"{old}.{older.name}", older, newer, renames)
    parts = (newer.value.part for _, newer in found.kept)
    wholes = frozenset(part.name for part in parts if part is not None)
    for each in found.added:
        yield fields.added(f"{new}.{each.name}", each, wholes)
    for each in found.removed:
        yield fields.removed(f"{old}.{each.name}", each)


def _are_alike(found: Matching[Field]) -> bool:
    """True where each field has a column as before, or a table of links as before."""
    return all(older.linked == newer.linked for older, newer in found.kept)


def _other_sides(
    old: str, new: str, before: Declared, after: Declared, renames: DeclaredRenames
) -> Iterator[Change]:
    then = [_today(each, renames) for each in before.others]
    found = matched(then, after.others, lambda each: each.name)
    for older, newer in found.kept:
        if older.filter != newer.filter:
            text = f"filter {'added' if newer.filter else 'removed'}"
            costs = SAFE if newer.filter else BREAKING
            yield Change(f"{old}.{older.name}", text, "changed", costs)
        if _line(older) != _line(newer):
            text = f"{_line(older)} became {_line(newer)}"
            yield Change(f"{old}.{older.name}", text, "changed", BREAKING)
        yield from changed_words(f"{old}.{older.name}", older.x, newer.x)
    for each in found.added:
        yield Change(f"{new}.{each.name}", f"added as {_line(each)}", "added")
    for each in found.removed:
        yield Change(f"{old}.{each.name}", "removed", "removed", BREAKING)
    yield from reordered(old, "other sides", then, found)


def _today(side: OtherSide, renames: DeclaredRenames) -> OtherSide:
    target = renames.entities.get(side.target, side.target)
    by = renames.fields.get(target, {}).get(side.by, side.by)
    return replace(side, target=target, by=by)


def _line(side: OtherSide) -> str:
    return f"{side.target}{'[]' if side.many else ' one'} by {side.by}"
