"""What a design says of how the state of an entity's rows changes, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import matching
from ..model.types import Entity, Model, Transition, TransitionSet
from ..record import Record, replace
from .change import BREAKING, Change
from .lists import came_and_went, listed, reordered, reworded, shown
from .renames import DeclaredRenames
from .today import Today


def transitions(
    models: tuple[Model, Model],
    entities: tuple[Entity, Entity],
    renames: DeclaredRenames,
) -> Iterator[Change]:
    """Yield which transitions came and went, and what those that stay do otherwise."""
    old, new = entities
    words = _Words(renames.fields.get(new.name, {}), _values(models[1], new, renames))
    then = [words.today(each) for each in old.transitions]
    found = matching.matched(then, new.transitions, lambda each: each.name)
    for older, newer in found.kept:
        yield from _changed(f"{old.name}.{older.name}", older, newer)
    for each in found.added:
        text = f"transition from {listed(each.starts)} to {each.ends} added"
        yield Change(f"{new.name}.{each.name}", text, "added")
    for each in found.removed:
        text = "transition removed"
        yield Change(f"{old.name}.{each.name}", text, "removed", BREAKING)
    yield from reordered(old.name, "transitions", then, found)


class _Words(Record, frozen=True):
    """The names of then that are others now."""

    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]  # of the enum of each field

    def today(self, each: Transition) -> Transition:
        """Return a transition in the names of today."""
        field = self.fields.get(each.field, each.field)
        values = self.values.get(field, {})
        return replace(
            each,
            field=field,
            starts=tuple(values.get(state, state) for state in each.starts),
            ends=values.get(each.ends, each.ends),
            when=Today({}, self.fields).sql(each.when),
            sets=tuple(map(self._set, each.sets)),
        )

    def _set(self, each: TransitionSet) -> TransitionSet:
        field, value = self.fields.get(each.field, each.field), each.value
        if isinstance(value, str):
            value = self.values.get(field, {}).get(value, value)
        return replace(each, field=field, value=value)


def _values(
    model: Model, entity: Entity, renames: DeclaredRenames
) -> Mapping[str, Mapping[str, str]]:
    """Return the values that are called otherwise now, by the field that has them."""
    columns = model.tables[entity.table].columns
    return {
        each.field: renames.values[each.enum]
        for each in columns
        if each.enum and each.field and each.enum in renames.values
    }


def _changed(subject: str, old: Transition, new: Transition) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(subject, f"renamed to {new.name}", "renamed", BREAKING)
    yield from reworded(subject, "description", old.description, new.description)
    if old.field != new.field:
        text = f"changes {new.field}, not {old.field}"
        yield Change(subject, text, "changed", BREAKING)
    for state in (each for each in new.starts if each not in old.starts):
        yield Change(subject, f"begins in {state}, too", "widened")
    for state in (each for each in old.starts if each not in new.starts):
        text = f"no longer begins in {state}"
        yield Change(subject, text, "narrowed", BREAKING)
    if old.ends != new.ends:
        text = f"ends in {new.ends}, not in {old.ends}"
        yield Change(subject, text, "changed", BREAKING)
    yield from _guard(subject, old.when, new.when)
    yield from reworded(subject, "message", old.message, new.message)
    sets = ([*map(_said, old.sets)], [*map(_said, new.sets)])
    yield from came_and_went(subject, *sets)


def _guard(subject: str, old: str, new: str) -> Iterator[Change]:
    if old == new:
        return
    if not new:
        yield Change(subject, f"no longer only when {old}", "widened")
    elif old:
        text = f"only when {new}, not when {old}"
        yield Change(subject, text, "changed", BREAKING)
    else:
        yield Change(subject, f"only when {new}", "narrowed", BREAKING)


def _said(each: TransitionSet) -> str:
    """Return what a transition sets, in words."""
    value = f" to {shown(each.value)}" if each.kind == "constant" else ""
    return f"setting {each.field}{value}"
