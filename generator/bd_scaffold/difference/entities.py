"""What a design says of its entities, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..features.feature import Feature
from ..model import matching
from ..model.carried import Carried, carried
from ..model.matching import Matching, matched
from ..model.types import Entity, Model
from ..record import replace as record_with
from . import computed, database_names, fields, referential, value_types
from .change import BREAKING, SAFE, STRICTER, Change, effects
from .constraints import constraints
from .declared import Declared, Field, OtherSide, declared_of
from .lists import given_or_not, listed, reordered, reworded
from .own_words import changed_words
from .paging import paging
from .related import related
from .renames import DeclaredRenames
from .today import Today
from .trait_columns import trait_columns
from .transitions import transitions


def entities(
    old: Model, new: Model, renames: DeclaredRenames, features: Sequence[Feature]
) -> Iterator[Change]:
    """Yield what differs in the entities; those that are equal are not looked into."""
    found = matching.entities(old, new)
    before = {newer.name: older for older, newer in found.kept}
    moved = carried(old, new)
    for entity in new.entities:
        older = before.get(entity.name)
        if older is None:
            where = f" to {entity.area}" if entity.area else ""
            rows = _rows_of(entity.name, moved)
            text = f"added{where}{f', with the rows of {rows}' if rows else ''}"
            yield Change(entity.name, text, "added")
        elif older != entity or old.tables[older.table] != new.tables[entity.table]:
            own = [each for each in moved if each.owner == older.name]
            yield from _entity((old, new), (older, entity), renames, features, own)
    for each in found.removed:
        rows = _rows_of(each.name, moved)
        lost = f"; {rows} keeps its rows" if rows else ", with its table of rows"
        yield Change(each.name, f"removed{lost}", "removed", STRICTER)
    yield from reordered("entities", "they stand", old.entities, found)


def _rows_of(entity: str, moved: Sequence[Carried]) -> str:
    """Return the relation of many to many whose rows a new entity has, or one that goes had."""
    found = (each for each in moved if each.entity == entity)
    each = next(found, None)
    return f"{each.owner}.{each.field}" if each else ""


def _entity(
    models: tuple[Model, Model],
    entities_: tuple[Entity, Entity],
    renames: DeclaredRenames,
    features: Sequence[Feature],
    moved: Sequence[Carried],
) -> Iterator[Change]:
    old, new = entities_
    before, after = map(declared_of, models, entities_)
    for each in moved:
        yield from _carried(each, before, after, renames)
    before = _without(before, [each.field for each in moved])
    after = _without(after, [each.today for each in moved])
    then, now = _said_by_fields(before, after)
    kept = matched(
        then, now, lambda each: each.name, lambda each: (each.was, *each.former)
    )
    yield from _words(old, new, renames)
    yield from _traits(old, new, features)
    tables = (models[0].tables[old.table], models[1].tables[new.table])
    yield from trait_columns(entities_, tables, features)
    yield from _operations(old, new, renames)
    yield from paging(old, new)
    yield from related(old, new, renames)
    yield from transitions(models, entities_, renames)
    yield from _order(old, new, renames)
    yield from _fields(old.name, new.name, kept, renames)
    if before.key == after.key and _are_alike(kept):  # keys come first, links last
        yield from reordered(old.name, "fields", before.fields, kept)
    yield from value_types.wholes(models, entities_, renames)
    yield from _other_sides(old.name, new.name, before, after, renames)
    today = Today(
        fields={older.name: newer.name for older, newer in kept.kept},
        columns=renames.columns.get(new.name, {}),
    )
    for older, newer in kept.kept:
        subject = f"{old.name}.{older.name}"
        yield from computed.changes(subject, older, newer, today)
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

_FOLLOWING = (
    *("nested_list", "nested_get", "link", "unlink"),
    *("action", "transition", "file"),
)
"""Operations of which a relation tells, a transition, a field, or a capability."""


def _words(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(old.name, f"renamed to {new.name}", "renamed", BREAKING)
    area = renames.areas.get(old.area or "", old.area)
    if area != new.area:
        parts = (f" from {area}" if area else "", f" to {new.area}" if new.area else "")
        yield Change(old.name, f"moved{''.join(parts)}", "moved")
    yield from database_names.of_entity(old, new)
    yield from reworded(old.name, "description", old.description, new.description)
    rates = old.rate_limit, new.rate_limit
    yield from given_or_not(old.name, "rate_limit", *rates)
    yield from given_or_not(old.name, "erase", old.erase, new.erase)
    renamed = renames.fields.get(new.name, {})
    yield from given_or_not(old.name, "retention", _kept(old, renamed), _kept(new, {}))
    lasts = (each.cache.lasts if each.cache else None for each in (old, new))
    yield from given_or_not(old.name, "cache", *lasts)
    yield from changed_words(old.name, old.x, new.x)


def _kept(entity: Entity, renamed: Mapping[str, str]) -> str | None:
    """Return how long rows are kept, as it has to be written today."""
    if entity.retention is None:
        return None
    age, since, field = entity.retention.after.partition(" since ")
    return f"{age}{since}{renamed.get(field, field)}"


def _traits(old: Entity, new: Entity, features: Sequence[Feature]) -> Iterator[Change]:
    for feature in features:
        before, after = (bool(e.features.get(feature.name)) for e in (old, new))
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


def _operations(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    before, after = _own_operations(old), _own_operations(new)
    added = [each for each in after if each not in before]
    removed = [each for each in before if each not in after]
    if added:
        yield Change(old.name, f"{_several(added)} added", "added")
    if removed:
        yield Change(old.name, f"{_several(removed)} removed", "removed", BREAKING)
    yield from _searched(old, new)
    yield from _natural(old, new, renames)
    if old.sparse_fields != new.sparse_fields:
        text = f"sparse_fields {'added' if new.sparse_fields else 'removed'}"
        costs = SAFE if new.sparse_fields else BREAKING
        yield Change(old.name, text, "changed", costs)


def _searched(old: Entity, new: Entity) -> Iterator[Change]:
    """Yield that `q` finds other rows than before."""
    before, after = old.search_language, new.search_language
    if before == after or not (old.search and new.search):
        return
    was, now = (
        f"words of {each}" if each else "parts of texts" for each in (before, after)
    )
    effects = SAFE if before and after else BREAKING
    yield Change(old.name, f"search changed from {was} to {now}", "changed", effects)


def _natural(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield by what rows are replaced or created, where it is something else now."""
    columns = renames.columns.get(new.name, {})
    known = {each.name: each.natural for each in new.operations}
    for each in old.operations:
        before = tuple(columns.get(name, name) for name in each.natural)
        after = known.get(each.name, before)
        if before != after:
            text = f"{each.name} by {_by(before)} changed to {_by(after)}"
            yield Change(old.name, text, "changed", BREAKING)


def _by(natural: Sequence[str]) -> str:
    return listed(natural) if natural else "its key"


def _order(old: Entity, new: Entity, renames: DeclaredRenames) -> Iterator[Change]:
    """Yield the order of lists that a request which asks for none is given."""
    columns = renames.columns.get(new.name, {})
    signed = [(each.removeprefix("-"), each) for each in old.order]
    was = [each.replace(bare, columns.get(bare, bare), 1) for bare, each in signed]
    before, after = ", ".join(was), ", ".join(new.order)
    if before == after:
        return
    if not before:
        yield Change(old.name, f"order {after} added", "changed", SAFE)
    elif not after:
        yield Change(old.name, f"order {before} removed", "changed", BREAKING)
    else:
        text = f"order changed from {before} to {after}"
        yield Change(old.name, text, "changed", BREAKING)


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
        for word in ("filter", "include"):
            then_, now = getattr(older, word), getattr(newer, word)
            if then_ != now:
                text = f"{word} {'added' if now else 'removed'}"
                costs = SAFE if now else BREAKING
                yield Change(f"{old}.{older.name}", text, "changed", costs)
        yield from _owned(f"{old}.{older.name}", older, newer)
        fully = _line(older) == _line(newer)
        lines = [_line(each, fully=fully) for each in (older, newer)]
        if lines[0] != lines[1]:
            text = " became ".join(lines)
            yield Change(f"{old}.{older.name}", text, "changed", BREAKING)
        yield from referential.of_links(
            f"{old}.{older.name}", older.on_delete, newer.on_delete
        )
        yield from changed_words(f"{old}.{older.name}", older.x, newer.x)
    for each in found.added:
        line = f"{_line(each)} owned" if each.owned else _line(each)
        yield Change(f"{new}.{each.name}", f"added as {line}", "added")
    for each in found.removed:
        yield Change(f"{old}.{each.name}", "removed", "removed", BREAKING)
    yield from reordered(old, "other sides", then, found)


def _owned(subject: str, older: OtherSide, newer: OtherSide) -> Iterator[Change]:
    """Yield whether rows stand inside of those that they refer to, and how many."""
    if (older.owned is None) != (newer.owned is None):
        text = f"owned {'removed' if newer.owned is None else 'added'}"
        costs = BREAKING if newer.owned is None else SAFE
        yield Change(subject, text, "changed", costs)
    elif older.owned != newer.owned:
        then, now = older.owned or 0, newer.owned or 0
        costs = BREAKING if now < then else SAFE
        yield Change(subject, f"at most {then} became at most {now}", "changed", costs)


def _carried(
    each: Carried, before: Declared, after: Declared, renames: DeclaredRenames
) -> Iterator[Change]:
    """Yield that a list of keys is read through an entity now, or the other way about."""
    subject = f"{each.owner}.{each.field}"
    if each.field != each.today:
        yield Change(subject, f"renamed to {each.today}", "renamed", BREAKING)
    lines = (
        _line_of(before, each.field, renames),
        _line_of(after, each.today, renames),
    )
    yield Change(subject, " became ".join(lines), "retyped", BREAKING)


def _line_of(declared: Declared, name: str, renames: DeclaredRenames) -> str:
    for field in declared.fields:
        if field.name == name:
            return fields.line(fields.today_of(field, renames))
    side = next(each for each in declared.others if each.name == name)
    return _line(_today(side, renames))


def _without(declared: Declared, names: Sequence[str]) -> Declared:
    """Return what is said of an entity but for some fields."""
    if not names:
        return declared
    return record_with(
        declared,
        fields=tuple(each for each in declared.fields if each.name not in names),
        others=tuple(each for each in declared.others if each.name not in names),
    )


def _today(side: OtherSide, renames: DeclaredRenames) -> OtherSide:
    target = renames.entities.get(side.target, side.target)
    by = renames.fields.get(target, {}).get(side.by, side.by)
    through, *ends = side.through or ("",)
    own = renames.fields.get(through, {})
    entity = renames.entities.get(through, through)
    now = (entity, *(own.get(each, each) for each in ends)) if through else ()
    return replace(side, target=target, by=by, through=now)


def _line(side: OtherSide, *, fully: bool = False) -> str:
    if side.through and not side.by:
        through, *ends = side.through
        return f"{side.target}[] through({', '.join((through, *ends * fully))})"
    return f"{side.target}{'[]' if side.many else ' one'} by {side.by}"
