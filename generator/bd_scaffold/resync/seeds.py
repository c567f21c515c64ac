"""The renames that two models declare, as words of code."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Entity, Model
from ..names import snake
from ..record import Record


class Seed(Record, frozen=True):
    """One declared rename, in snake case."""

    old: str
    new: str


def seeds(old: Model, new: Model) -> tuple[Seed, ...]:
    """Return the declared renames between two models, the longest names first."""
    found = dict.fromkeys((*_seeds(old, new), *_of_calls(old, new)))
    return tuple(sorted(found, key=lambda seed: (-len(seed.old), seed.old)))


def _seeds(old: Model, new: Model) -> Iterator[Seed]:
    for was, now in matching.entities(old, new).kept:
        yield from _changed(was.singular, now.singular)
        yield from _changed(was.plural, now.plural)
        columns = matching.columns(old.tables[was.table], new.tables[now.table])
        for a, b in columns.kept:
            yield from _changed(a.field, b.field)
        yield from _of_values((old, new), (was, now))
        yield from _of_transitions(was, now)
        inverses = {each.was: each for each in now.relationships if each.was}
        for each in was.relationships:
            if each.by and each.field in inverses:
                yield from _changed(each.attribute, inverses[each.field].attribute)
        for c, d in matching.links(was, now).kept:
            yield from _changed(c.field, d.field)
            yield from _changed(c.attribute, d.attribute)
    for own, other in matching.areas(old, new).kept:
        yield from _changed(own.name, other.name)
    for first, second in matching.enums(old, new).kept:
        yield from _changed(snake(first.class_name), snake(second.class_name))
        for m, n in matching.members(first, second).kept:
            yield from _changed(m.name.lower(), n.name.lower())
    for kind, kind_now in matching.types(old, new).kept:
        yield from _changed(snake(kind.name), snake(kind_now.name))
    yield from _changed(old.project.package, new.project.package)


def _of_calls(old: Model, new: Model) -> Iterator[Seed]:
    for job, job_now in matching.jobs(old, new).kept:
        yield from _changed(job.name, job_now.name)
    for called, now in matching.dependencies(old, new).kept:
        yield from _changed(called.name, now.name)
    for one, another in matching.custom(old, new).kept:
        yield from _changed(one.name, another.name)
        yield from _changed(one.operation.id, another.operation.id)
        yield from _changed(*(snake(matching.stem(e)) for e in (one, another)))


def _of_values(
    models: tuple[Model, Model], entities: tuple[Entity, Entity]
) -> Iterator[Seed]:
    """Yield what values of several parts are called, and their parts."""
    for part, part_now in matching.wholes(models, entities):
        yield from _changed(part.attribute, part_now.attribute)
        yield from _changed(part.part, part_now.part)


def _of_transitions(old: Entity, new: Entity) -> Iterator[Seed]:
    moves = (old.transitions, new.transitions)
    for one, other in matching.matched(*moves, lambda each: each.name).kept:
        yield from _changed(one.name, other.name)


def _changed(old: str, new: str) -> Iterator[Seed]:
    if old != new:
        yield Seed(old, new)
